import { describe, expect, it } from 'vitest';
import { penaltyMatrix } from './penalty-matrix.ts';

describe('the penalty matrix', () => {
  // [seed][round]; in round 0 all are alike, in round 1 the first is surely better, in round 2 by chance only
  const first = [
    [0.5, 0.8, 0.9],
    [0.6, 0.9, 0.5],
    [0.7, 0.85, 0.8],
  ];
  const second = [
    [0.5, 0.7, 0.7],
    [0.6, 0.8, 0.8],
    [0.7, 0.74, 0.6],
  ];

  it('counts the rounds that a strategy wins by a paired test, and no others', () => {
    // round 1: differences 0.1 0.1 0.11, p = 0.001; round 2: 0.2 -0.3 0.2, p = 0.87
    const [[ownA, aOverB], [bOverA, ownB]] = penaltyMatrix([first, second]) as [[number, number], [number, number]];
    expect([ownA, ownB, bOverA]).toEqual([0, 0, 0]);
    expect(aOverB).toBeCloseTo(1 / 3, 12);
  });

  it('says nothing about one seed', () => {
    expect(penaltyMatrix([[[0.5]], [[0.6]]])).toBeNull();
  });
});
