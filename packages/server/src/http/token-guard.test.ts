import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { createTokenGuard } from './token-guard.ts';

const token = 'correct-horse-battery';

function isRefused(authorization: string | undefined, expected: string | undefined = token): boolean {
  try {
    createTokenGuard(expected)({ headers: authorization === undefined ? {} : { authorization } });
    return false;
  } catch (error) {
    return isAlaasError(error, 'UNAUTHORIZED');
  }
}

describe('createTokenGuard', () => {
  it('lets the right token in, whatever the case of the scheme', () => {
    expect(isRefused(`Bearer ${token}`)).toBe(false);
    expect(isRefused(`bearer  ${token} `)).toBe(false);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    token,
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Bearer x, Bearer ${token}`,
  ])('refuses the header %j', (authorization) => {
    expect(isRefused(authorization)).toBe(true);
  });

  it('asks for nothing where no token is set', () => {
    expect(() => createTokenGuard(undefined)({ headers: {} })).not.toThrow();
  });
});
