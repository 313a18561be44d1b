import { Readable } from 'node:stream';
import { AlaasError, check, type Fault, isAlaasError } from '@alaas/core';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';

/** Faults that one answer lists; a million broken items need not all be named. */
const maxFaults = 100;

const names: Readonly<Record<string, string>> = {
  body: 'the request body',
  querystring: 'the query string',
  params: 'the path',
  headers: 'the headers',
};

/** Checks requests with core's `check`, so that messages are the same as everywhere else. Streams pass unread. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const name = names[httpPart ?? ''] ?? 'the request';
  return (data: unknown) => {
    if (data instanceof Readable) return { value: data };
    try {
      return { value: check(schema, data ?? {}, name, 'INVALID_REQUEST') };
    } catch (error) {
      return { error: isAlaasError(error, 'INVALID_REQUEST') ? narrow(error, name) : (error as Error) };
    }
  };
};

/** A fault of nothing but the budget has a code of its own; a long list is cut. */
function narrow(error: AlaasError, name: string): AlaasError {
  const faults = error.details as readonly Fault[];
  if (faults.every(({ path }) => path === 'budget' || path === 'parameters.budget')) {
    return new AlaasError('INVALID_BUDGET', 'The budget is not a whole number. Give one of at least 1.', {
      cause: error,
      details: faults,
    });
  }
  if (faults.length <= maxFaults) return error;
  const listed = faults.slice(0, maxFaults);
  const lines = listed.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const message = `${faults.length} problems in ${name}, of which the first ${maxFaults}: ${lines}.`;
  return new AlaasError('INVALID_REQUEST', message, { details: listed });
}
