import type { PoolMap } from '@alaas/client';
import { describe, expect, it } from 'vitest';
import { laidOut, origins } from './laid-out.ts';

const columns = {
  points: 2,
  total: 2,
  contents: 2,
  modelVersion: 1,
  values: ['a'],
  label: Int16Array.of(-1, -1),
  predicted: Int16Array.of(-1, -1),
  uncertainty: Float32Array.of(0, 1),
  round: Int32Array.of(-1, -1),
  status: Uint8Array.of(0, 0),
};

function mapOf(id: string, places?: { items: string[]; x: number[]; y: number[] }): PoolMap {
  return {
    ...columns,
    layout: { id, kind: 'pca', progress: null },
    items: places?.items,
    x: places && Float32Array.from(places.x),
    y: places && Float32Array.from(places.y),
  };
}

const first = laidOut(mapOf('one', { items: ['a', 'b'], x: [0, 1], y: [0.5, -0.5] }), undefined);

describe('a map that came without places', () => {
  it('has those of the same layout before', () => {
    const next = laidOut({ ...mapOf('one'), modelVersion: 2 }, first);
    expect(next?.modelVersion).toBe(2);
    expect(next?.x).toBe(first?.x);
    expect(next?.items).toEqual(['a', 'b']);
  });

  it('cannot be drawn with the places of another one', () => {
    expect(laidOut(mapOf('two'), first)).toBeUndefined();
    expect(laidOut(mapOf('two'), undefined)).toBeUndefined();
  });
});

describe('points on their way to a better map', () => {
  it('come from where the same items were, and new ones from their own place', () => {
    const next = laidOut(mapOf('two', { items: ['b', 'c', 'a'], x: [0.1, 0.2, 0.3], y: [0.4, 0.75, 0.6] }), first);
    if (next === undefined) throw new Error('it came with places');
    const { fromX, fromY } = origins(next, first);
    expect([...fromX]).toEqual([1, Math.fround(0.2), 0]);
    expect([...fromY]).toEqual([-0.5, 0.75, 0.5]);
    expect(next.x[0]).toBeCloseTo(0.1, 6);
  });

  it('do not move where there is no map before', () => {
    if (first === undefined) throw new Error('it came with places');
    expect(origins(first, undefined).fromX).toBe(first.x);
    expect(origins({ ...first }, first).fromY).toBe(first.y);
  });
});
