import { describe, expect, it } from 'vitest';
import { AlaasError, fromProblem, isAlaasError, toAlaasError, toProblem } from './errors.ts';

describe('AlaasError', () => {
  it('is the same error after a journey over the wire', () => {
    const error = new AlaasError('POOL_EXHAUSTED', 'The budget is 5.', { details: { size: 3 } });
    const back = fromProblem(JSON.parse(JSON.stringify(toProblem(error))));
    expect(back).toMatchObject({
      code: 'POOL_EXHAUSTED',
      message: 'The budget is 5.',
      status: 422,
      details: { size: 3 },
    });
  });

  it('keeps the text of an internal error to the service', () => {
    const problem = toProblem(toAlaasError(new Error('password is hunter2')));
    expect(problem.code).toBe('INTERNAL');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it('becomes internal when the code is unknown here', () => {
    expect(fromProblem({ code: 'FROM_THE_FUTURE' as 'INTERNAL', detail: 'x', details: undefined }).code).toBe(
      'INTERNAL',
    );
  });

  it('is told by its code, not by its message or class', () => {
    const error = new AlaasError('CANCELLED', 'x');
    expect(isAlaasError(error)).toBe(true);
    expect(isAlaasError(error, 'INTERNAL')).toBe(false);
    expect(isAlaasError(new Error('CANCELLED'))).toBe(false);
    expect(isAlaasError(null)).toBe(false);
  });

  it('counts an abort as cancelled and keeps the cause', () => {
    const controller = new AbortController();
    controller.abort();
    const error = toAlaasError(controller.signal.reason);
    expect(error.code).toBe('CANCELLED');
    expect(error.cause).toBe(controller.signal.reason);
  });
});
