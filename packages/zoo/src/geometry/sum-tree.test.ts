import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { SumTree } from './sum-tree.ts';

describe('SumTree', () => {
  it('draws the item in whose share of the total u lies', () => {
    const tree = new SumTree(5);
    tree.fill((i) => [1, 0, 2, 4, 1][i] as number, 5);
    expect(tree.total).toBe(8);
    expect([0, 0.124, 0.126, 0.374, 0.376, 0.874, 0.876, 0.999].map((u) => tree.draw(u))).toEqual([
      0, 0, 2, 2, 3, 3, 4, 4,
    ]);
  });

  it('never draws an item of weight 0, whatever was set before', () => {
    const random = createRandom(5);
    const tree = new SumTree(37);
    const weights = new Float64Array(37);
    for (let step = 0; step < 3000; step++) {
      const item = random.below(37);
      weights[item] = random.below(3) === 0 ? random.next() ** 20 : 0;
      tree.set(item, weights[item]);
      const drawn = tree.draw(random.next());
      if (tree.total > 0) expect(weights[drawn]).toBeGreaterThan(0);
    }
    expect(tree.total).toBeCloseTo(
      weights.reduce((a, b) => a + b, 0),
      12,
    );
  });
});
