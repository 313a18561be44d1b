import type { Dispute } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { firstOf, nextOf } from './queue.ts';

const open = (item: string): Dispute => ({ item, uri: '', why: 'disagreement', utility: 0.5, answers: [] });
const decided = (item: string): Dispute => ({ ...open(item), verdict: 'yes' });

describe('firstOf', () => {
  it('is the first without a verdict', () => {
    expect(firstOf([decided('a'), open('b'), open('c')])?.item).toBe('b');
  });

  it('is the first of all where all are decided', () => {
    expect(firstOf([decided('a'), decided('b')])?.item).toBe('a');
    expect(firstOf([])).toBeUndefined();
  });
});

describe('nextOf', () => {
  it('goes down, past those that are decided', () => {
    expect(nextOf([open('a'), decided('b'), open('c')], 'a')?.item).toBe('c');
  });

  it('goes on at the top after the last', () => {
    expect(nextOf([open('a'), open('b'), open('c')], 'c')?.item).toBe('a');
  });

  it('is none where no other one is open', () => {
    expect(nextOf([decided('a'), open('b')], 'b')).toBeUndefined();
  });

  it('begins at the top where the one before has left the list', () => {
    expect(nextOf([open('a'), open('b')], 'gone')?.item).toBe('a');
  });
});
