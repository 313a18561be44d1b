import { isAlaasError, type Matrix, type SignalName, type Strategy } from '@alaas/core';
import { findStrategy } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import { storedBlocks } from './select-blocks.ts';
import { checkNeeds } from './select-items.ts';

function needing(...needs: SignalName[]): Strategy {
  return { ...findStrategy('margin-confidence'), id: 'probe', needs } as Strategy;
}

function refusal(strategy: Strategy, embedding: number, hasLabels: boolean, learner = 'softmax-regression'): string {
  try {
    checkNeeds(strategy, { embedding, probabilities: 0 }, { hasLabels, learner, modelLabels: undefined });
  } catch (error) {
    if (isAlaasError(error, 'STRATEGY_NEEDS')) return error.message;
    throw error;
  }
  return 'none';
}

describe('checkNeeds', () => {
  it('lets labels and embeddings stand for all that a head can give', () => {
    for (const need of ['probabilities', 'committee', 'head', 'previousProbabilities'] as const) {
      expect(refusal(needing(need), 8, true)).toBe('none');
      expect(refusal(needing(need), 8, false)).toMatch(/Label some items/);
      expect(refusal(needing(need), 0, true)).toMatch(/embeddings|logits/);
    }
  });

  it('wants a linear head of a learner that makes some', () => {
    expect(refusal(needing('head'), 8, true, 'mlp')).toMatch(/those of mlp are not/);
    expect(refusal(needing('head'), 8, true, 'nearest-prototype')).toMatch(/softmax-regression/);
    // the committee that stands in is linear
    expect(refusal(needing('head', 'committee'), 8, true, 'nearest-prototype')).toBe('none');
  });

  it('refuses what a dataset does not keep, naming all of it', () => {
    const fault = refusal(needing('labelProbabilities', 'costs'), 8, true);
    expect(fault).toContain('labelProbabilities (multi-label: the probability of each label by itself) and costs (');
    expect(fault).toContain('`alaas select --label-probabilities --costs` and POST /v1/select');
  });
});

describe('storedBlocks', () => {
  it('gives the head as it is, and what it says of each block', async () => {
    const embeddings = { data: Float32Array.of(1, 2, 3), rows: 3, columns: 1 };
    const linear = { data: Float32Array.of(1, 0, -1, 0), rows: 2, columns: 2 };
    const pool = {
      rows: Float64Array.of(10, 11),
      positions: Uint32Array.of(0, 2),
      groups: [{ shard: 4, start: 0, end: 2 }],
    };
    const asked: number[][] = [];
    const taught = {
      linear,
      predict: async (rows: Matrix) => {
        asked.push([...rows.data]);
        return { probabilities: rows };
      },
    };
    const read = async (shard: number) => {
      expect(shard).toBe(4);
      return embeddings;
    };
    for await (const block of storedBlocks({ pool, read }, ['probabilities', 'head'], taught)) {
      expect(block.head).toBe(linear);
      expect([...block.probabilities.data]).toEqual([1, 3]);
    }
    expect(asked).toEqual([[1, 3]]);
  });
});
