import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { chooseAddress } from './listen-address.ts';

describe('chooseAddress', () => {
  it.each(['127.0.0.1', '::1', '127.0.0.2'])('takes %s as it is', (asked) => {
    expect(chooseAddress({ asked, configured: '0.0.0.0', hasToken: false })).toEqual({
      host: asked,
      isLoopback: true,
      warnings: [],
    });
  });

  it('takes localhost for one address', () => {
    expect(chooseAddress({ asked: 'localhost', configured: '::1', hasToken: false }).host).toBe('127.0.0.1');
  });

  it('refuses to let other machines in without a token, and says what to do', () => {
    for (const asked of ['0.0.0.0', '::', '192.168.1.1', 'pool.example']) {
      expect(() => chooseAddress({ asked, configured: '127.0.0.1', hasToken: false })).toThrowError(
        expect.toSatisfy((error) => isAlaasError(error, 'TOKEN_REQUIRED') && error.message.includes('ALAAS_TOKEN')),
      );
    }
  });

  it('lets other machines in with a token', () => {
    const address = chooseAddress({ asked: undefined, configured: '0.0.0.0', hasToken: true });
    expect(address).toEqual({ host: '0.0.0.0', isLoopback: false, warnings: [] });
  });

  it('starts a 2022 file without a token for this machine alone, with a warning', () => {
    const { host, isLoopback, warnings } = chooseAddress({ asked: undefined, configured: '0.0.0.0', hasToken: false });
    expect({ host, isLoopback }).toEqual({ host: '127.0.0.1', isLoopback: true });
    expect(warnings.join()).toMatch(/0\.0\.0\.0.*127\.0\.0\.1.*token/);
  });
});
