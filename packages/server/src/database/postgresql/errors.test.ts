import { AlaasError, isAlaasError } from '@alaas/core';
import { expect, it } from 'vitest';
import { explainPostgresql, isUndone } from './errors.ts';

function failure(code: string, message = 'it failed'): Error {
  return Object.assign(new Error(message), { code });
}

it.each([
  ['53100', 'STORE_FULL'],
  ['XX001', 'STORE_CORRUPT'],
  ['55P03', 'STORE_LOCKED'],
  ['40001', 'STORE_LOCKED'],
  ['57P01', 'NOT_READY'],
  ['57P03', 'NOT_READY'],
  ['53300', 'NOT_READY'],
  ['25006', 'NOT_READY'],
  ['08006', 'NOT_READY'],
  ['ENOTFOUND', 'NOT_READY'],
  ['28P01', 'INVALID_CONFIG'],
] as const)('knows what %s means: %s', (code, ours) => {
  const cause = failure(code);
  const error = explainPostgresql(cause, 'PostgreSQL database labels at host:5432');
  expect(isAlaasError(error, ours)).toBe(true);
  expect(error).toMatchObject({ cause, message: expect.stringContaining('labels at host:5432') });
});

it.each([
  'Connection terminated unexpectedly',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
])('takes "%s" of the driver for a lost connection', (message) => {
  expect(isAlaasError(explainPostgresql(new Error(message), 'it'), 'NOT_READY')).toBe(true);
});

it('passes on faults of the program, and errors of ours', () => {
  const fault = failure('42601', 'syntax error');
  const ours = new AlaasError('NOT_FOUND', 'There is no such thing.');
  expect([fault, ours, 'text'].map((error) => explainPostgresql(error, 'it'))).toEqual([fault, ours, 'text']);
});

it('repeats what was undone for the sake of others, and nothing else', () => {
  expect(['40001', '40P01', '23505', '57P01', '08006'].map((code) => isUndone(failure(code)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
