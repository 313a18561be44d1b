import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { checkOrigin } from './origin-guard.ts';

function refusal(headers: Record<string, string>, hosts: readonly string[] | 'any' = []): boolean {
  try {
    checkOrigin({ headers }, hosts === 'any' ? undefined : hosts);
    return false;
  } catch (error) {
    return isAlaasError(error, 'FORBIDDEN');
  }
}

describe('checkOrigin', () => {
  it.each(['127.0.0.1:60035', 'localhost', 'LOCALHOST:1', 'localhost.', '[::1]:60035', '127.1.2.3'])(
    'answers to %s',
    (host) => {
      expect(refusal({ host })).toBe(false);
    },
  );

  it.each(['rebound.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', '[fe80::1]', '', 'a b'])(
    'does not answer to the host name "%s"',
    (host) => {
      expect(refusal({ host })).toBe(true);
    },
  );

  it('answers to a configured name in any case, with any port', () => {
    expect(refusal({ host: 'Pool.Lab.example:8080' }, ['pool.lab.example'])).toBe(false);
    expect(refusal({ host: 'other.lab.example' }, ['pool.lab.example'])).toBe(true);
  });

  it('answers to every name where other machines are let in', () => {
    expect(refusal({ host: 'anything.example' }, 'any')).toBe(false);
  });

  it('lets pages of its own address call, and no others', () => {
    expect(refusal({ host: 'localhost:60035', origin: 'http://localhost:60035' })).toBe(false);
    expect(refusal({ host: '127.0.0.1:60035', origin: 'http://127.0.0.1:60035' })).toBe(false);
    expect(refusal({ host: '[::1]:60035', origin: 'http://[::1]:60035' })).toBe(false);
    expect(refusal({ host: 'localhost', origin: 'http://localhost' })).toBe(false);
    expect(refusal({ host: 'pool.example', origin: 'https://pool.example' }, 'any')).toBe(false);
    expect(refusal({ host: '127.0.0.1:60035', origin: 'http://localhost:60035' })).toBe(true);
    expect(refusal({ host: 'localhost:60035', origin: 'http://localhost:3000' })).toBe(true);
    expect(refusal({ host: 'localhost:60035', origin: 'https://evil.example' })).toBe(true);
    expect(refusal({ host: 'localhost:60035', origin: 'null' })).toBe(true);
    expect(refusal({ host: 'x.example', origin: 'https://evil.example' }, 'any')).toBe(true);
  });
});
