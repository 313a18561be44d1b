import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { createIdentify, owner, tokenHash } from './callers.ts';

const token = 'correct-horse-battery';
const person = { id: 'p1', name: 'Ada', project: 'photos' };

async function callerOf(authorization: string | undefined, expected: string | undefined = token) {
  const identify = createIdentify(expected, async (hash) =>
    hash === tokenHash('adas-own-token') ? person : undefined,
  );
  try {
    return await identify({ headers: authorization === undefined ? {} : { authorization } });
  } catch (error) {
    return isAlaasError(error, 'UNAUTHORIZED') ? 'refused' : 'failed';
  }
}

describe('createIdentify', () => {
  it("takes the service's token for its owner, whatever the case of the scheme", async () => {
    expect(await callerOf(`Bearer ${token}`)).toEqual(owner);
    expect(await callerOf(`bearer  ${token} `)).toEqual(owner);
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
  ])('refuses the header %j', async (authorization) => {
    expect(await callerOf(authorization)).toBe('refused');
  });

  it('knows a member by a token of their own, who is not the owner', async () => {
    expect(await callerOf('Bearer adas-own-token')).toEqual({ ...person, isOwner: false });
  });
});

describe('createIdentify for Label Studio', () => {
  const identify = createIdentify(token, async (hash) => (hash === tokenHash('adas-own-token') ? person : undefined));
  const at = (url: string, pair: string) =>
    identify({
      headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
      routeOptions: { url },
    }).catch(() => 'refused');

  it('takes the password for the token, whatever the name', async () => {
    expect(await at('/label-studio/:project/health', `anybody:${token}`)).toEqual(owner);
    expect(await at('/label-studio/:project/', ':adas-own-token')).toEqual({ ...person, isOwner: false });
  });

  it.each([`${token}:`, token, `x:${token}x`, `x:y:${token}`, ''])('refuses %j', async (pair) => {
    expect(await at('/label-studio/:project/health', pair)).toBe('refused');
  });

  it('takes no password on other routes', async () => {
    expect(await at('/v1/projects/:id', `anybody:${token}`)).toBe('refused');
    expect(await at('/v1/label-studio/', `anybody:${token}`)).toBe('refused');
  });
});

describe('createIdentify without a token of the service', () => {
  const without = async (authorization: string | undefined) => {
    const identify = createIdentify(undefined, async (hash) => (hash === tokenHash('adas') ? person : undefined));
    return await identify({ headers: authorization === undefined ? {} : { authorization } }).catch(() => 'refused');
  };

  it('takes who shows no token for the owner, and a member for what they are', async () => {
    expect(await without(undefined)).toEqual(owner);
    expect(await without('Bearer adas')).toEqual({ ...person, isOwner: false });
  });

  it('refuses a token that nobody has: a revoked one must not make an owner', async () => {
    expect(await without('Bearer revoked')).toBe('refused');
  });
});
