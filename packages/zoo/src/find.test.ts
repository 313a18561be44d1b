import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { findStrategy } from './find.ts';
import { strategies } from './registry.gen.ts';

describe('findStrategy', () => {
  it('knows every strategy by id and by every alias', () => {
    for (const strategy of strategies) {
      for (const name of [strategy.id, ...strategy.aliases]) expect(findStrategy(name)).toBe(strategy);
    }
  });

  it('does not care for case, dashes and underscores', () => {
    expect(findStrategy('LEAST_confidence').id).toBe('least-confidence');
  });

  it('names the nearest one when there is none', () => {
    try {
      findStrategy('LeastConfidense');
      expect.unreachable();
    } catch (error) {
      expect(isAlaasError(error, 'UNKNOWN_STRATEGY')).toBe(true);
      expect(String(error)).toContain('Did you mean "LeastConfidence"?');
    }
  });
});
