import { matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { signalBlocks } from './signal-blocks.ts';

const labelled = { rows: new Uint32Array(), labels: new Int32Array() };
const rows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);
const zeros = (count: number, columns: number) => matrix(new Float32Array(count * columns), columns);

describe('signalBlocks', () => {
  it('gives every row once, in order, and a model whole with each block', () => {
    const pool = { size: 5000, embeddings: zeros(5000, 32), head: zeros(3, 33), labelled };
    pool.embeddings.data.forEach((_, i, data) => {
      data[i] = Math.floor(i / 32);
    });
    const seen: number[] = [];
    for (const block of signalBlocks(pool, rows(5000), ['embeddings', 'head'])) {
      expect(block.head).toBe(pool.head);
      for (let i = 0; i < block.size; i++) {
        expect(block.embeddings.data[i * 32]).toBe(block.rowAt(i));
        seen.push(block.rowAt(i));
      }
    }
    expect(seen).toEqual([...rows(5000)]);
  });

  it('cuts smaller blocks for a larger model, whose products take the time', () => {
    const embeddings = zeros(100, 512);
    const sizesFor = (classes: number): number[] => {
      const pool = { size: 100, embeddings, head: zeros(classes, 513), labelled };
      return [...signalBlocks(pool, rows(100), ['embeddings', 'head'])].map(({ size }) => size);
    };
    expect(sizesFor(10)).toEqual([100]);
    // 16,000,000 products are 31 rows of 1,000 x 513
    expect(sizesFor(1000)).toEqual([31, 31, 31, 7]);
    expect(sizesFor(40_000)[0]).toBe(1);
  });
});
