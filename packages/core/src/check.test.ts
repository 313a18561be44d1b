import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queryRequestSchema } from './api.ts';
import { check, type Fault } from './check.ts';
import { isAlaasError } from './errors.ts';

function faultsOf(schema: z.ZodType, value: unknown): Fault[] {
  try {
    check(schema, value, 'it', 'INVALID_REQUEST');
  } catch (error) {
    if (isAlaasError(error, 'INVALID_REQUEST')) return error.details as Fault[];
    throw error;
  }
  return [];
}

describe('check', () => {
  it('gives the value with its defaults when nothing is wrong', () => {
    expect(check(z.object({ a: z.int().default(3) }), {}, 'it', 'INVALID_REQUEST')).toEqual({ a: 3 });
  });

  it('says which of several ways to name a pool is missing or too many', () => {
    expect(faultsOf(queryRequestSchema, {})).toEqual([
      { path: '', message: 'give exactly one of items, input, manifest and dataset' },
    ]);
    expect(faultsOf(queryRequestSchema, { dataset: 'd', input: '/x' })).toHaveLength(1);
    expect(faultsOf(queryRequestSchema, { dataset: 'd' })).toEqual([]);
  });

  it('names a key inside one form of a value that may have several', () => {
    expect(faultsOf(queryRequestSchema, { dataset: 'd', model: { name: 'm', inputs: {} } })).toEqual([
      { path: 'model.inputs', message: 'unknown key; did you mean "input"?' },
    ]);
    expect(faultsOf(queryRequestSchema, { dataset: 'd', strategy: { type: 'x', option: {} } })).toEqual([
      { path: 'strategy.option', message: 'unknown key; did you mean "options"?' },
    ]);
  });

  it('names items by their place', () => {
    expect(faultsOf(queryRequestSchema, { items: [{ uri: 'a' }, { uri: 'a', text: 'b' }, { ur: 'c' }] })).toEqual([
      { path: 'items[1]', message: 'give exactly one of uri, text, blob and row' },
      { path: 'items[2].ur', message: 'unknown key; did you mean "uri"?' },
      { path: 'items[2]', message: 'give exactly one of uri, text, blob and row' },
    ]);
  });
});
