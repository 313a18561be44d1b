import { describe, expect, it } from 'vitest';
import { naiveBoundaries, randomHead } from '../testing/linear-head.ts';
import { randomRows, toMatrix } from '../testing/select-rows.ts';
import { Boundaries, nearestBoundaries } from './boundaries.ts';

describe('nearestBoundaries', () => {
  it.each([1, 2, 3, 4, 5, 8, 61])('measures as one class after the other does, for %d classes', (classes) => {
    for (const columns of [1, 3, 4, 7]) {
      const rows = randomRows(50, columns, { seed: columns }).map((row) =>
        row.map((x, d) => Math.fround(4 * x - d / 2)),
      );
      const head = randomHead(classes, columns, classes);
      const actual = nearestBoundaries(toMatrix(rows), toMatrix(head));
      for (const [i, h] of rows.entries()) {
        const { nearest } = naiveBoundaries(h, head);
        if (classes === 1) expect(actual[i]).toBe(Number.POSITIVE_INFINITY);
        else expect(Math.abs((actual[i] as number) - nearest)).toBeLessThan(1e-12 * Math.max(1, nearest));
      }
    }
  });

  it('finds a near boundary behind classes of smaller gaps', () => {
    // gaps of 1, 1.5 and 3 over lengths of 1, 10 and 30
    const head = toMatrix([
      [0, 3],
      [1, 2],
      [10, 1.5],
      [-30, 0],
    ]);
    expect([...nearestBoundaries(toMatrix([[0]]), head)]).toEqual([0.1]);
  });
});

it('Boundaries knows the distance to the boundary with each class', () => {
  const head = randomHead(5, 3, 2);
  const boundaries = new Boundaries(toMatrix(head));
  for (const h of randomRows(20, 3)) {
    const { top, nearest, distances } = naiveBoundaries(h, head);
    const logits = head.map((w) => h.reduce((sum, x, d) => sum + x * (w[d] as number), w[3] as number));
    boundaries.measure(Float32Array.from(logits));
    for (const [c, distance] of boundaries.distances.entries()) {
      expect(distance).toBeCloseTo(c === top ? nearest : (distances[c] as number), 5);
    }
  }
});
