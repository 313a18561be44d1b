import { AlaasError } from '@alaas/core';
import { expect, test } from 'vitest';
import { networkFault, Transient } from './http-fault.ts';

test.each([
  ['UND_ERR_HEADERS_TIMEOUT', 'SOURCE_TIMEOUT'],
  ['UND_ERR_CONNECT_TIMEOUT', 'SOURCE_UNREACHABLE'],
  ['EHOSTUNREACH', 'SOURCE_UNREACHABLE'],
  ['EAI_AGAIN', 'SOURCE_UNREACHABLE'],
  ['ECONNRESET', 'SOURCE_RESET'],
])('%s is %s and worth another try', (code, expected) => {
  const fault = networkFault(Object.assign(new Error('10.0.0.5'), { code }), '"x"');
  expect(fault).toBeInstanceOf(Transient);
  expect((fault as Transient).fault.code).toBe(expected);
  expect(fault.message).not.toContain('10.0.0.5');
});

test.each([
  ['ENOTFOUND', 'SOURCE_UNREACHABLE'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SOURCE_UNREACHABLE'],
  ['SOMETHING_NEW', 'SOURCE_UNREACHABLE'],
])('%s is %s for good', (code, expected) => {
  const fault = networkFault(Object.assign(new Error('10.0.0.5'), { code }), '"x"');
  expect((fault as AlaasError).code).toBe(expected);
  expect(fault.message).not.toContain('10.0.0.5');
});

test('an AlaasError stays what it is', () => {
  const fault = new AlaasError('SOURCE_FORBIDDEN', 'No.');
  expect(networkFault(fault, '"x"')).toBe(fault);
});
