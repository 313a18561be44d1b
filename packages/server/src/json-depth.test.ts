import { isAlaasError } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDepth, maxJsonDepth } from './json-depth.ts';

function isRefused(json: string): boolean {
  try {
    checkDepth(Buffer.from(json));
    return false;
  } catch (error) {
    return isAlaasError(error, 'INVALID_REQUEST');
  }
}

describe('checkDepth', () => {
  it('allows the last level and refuses the next', () => {
    expect(isRefused('['.repeat(maxJsonDepth) + ']'.repeat(maxJsonDepth))).toBe(false);
    expect(isRefused('['.repeat(maxJsonDepth + 1))).toBe(true);
    expect(isRefused('{"a":'.repeat(maxJsonDepth + 1))).toBe(true);
  });

  it('does not count brackets side by side', () => {
    expect(isRefused(`[${'[],{},'.repeat(1000)}0]`)).toBe(false);
  });

  it('does not count brackets inside strings, behind escaped quotes either', () => {
    const brackets = '['.repeat(1000);
    expect(isRefused(JSON.stringify({ text: `${brackets}"${brackets}\\`, next: brackets }))).toBe(false);
    expect(isRefused(`{"a":"\\\\",${'"b":['.repeat(maxJsonDepth)}`)).toBe(true);
  });

  it('agrees with the depth of parsed values', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (json) => {
        const wrapped = `${'['.repeat(maxJsonDepth - 1)}${json}${']'.repeat(maxJsonDepth - 1)}`;
        expect(isRefused(wrapped)).toBe(depthOf(JSON.parse(json)) > 1);
      }),
      { seed: 7 },
    );
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
