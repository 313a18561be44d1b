import { matrix, mix } from '@alaas/core';
import { predictProbabilities } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import { createInterpreter } from '../compute/index.ts';
import { type FitTask, fitHead } from './fit-head.ts';
import { roundWeights } from './training-mode.ts';

const compute = createInterpreter();
const context = { compute, checkpoint: () => undefined };

/** Two clouds on a line, `gap` apart, in turns. */
function clouds(rows: number, gap: number, seed = 1) {
  const data = Float32Array.from({ length: rows }, (_, i) => mix(seed, i) / 2 ** 32 + (i % 2) * gap);
  return matrix(data, 1);
}
const names = (rows: number): string[] => Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? 'low' : 'high'));

function task(extra: Partial<FitTask> = {}): FitTask {
  const base = { learner: 'softmax-regression', options: {}, seed: 1, embeddings: clouds(40, 0.8), labels: names(40) };
  return { ...base, ...extra };
}

async function highAt(extra: Partial<FitTask>, place: number): Promise<number> {
  const head = await fitHead(task(extra), context);
  const { data } = await predictProbabilities(head, matrix(Float32Array.of(place), 1), compute);
  return data[head.classes.indexOf('high')] as number;
}

describe('fitHead', () => {
  it('is calibrated on rows that are held out', async () => {
    const heldOut = { embeddings: clouds(40, 0.8, 2), labels: names(40) };
    const plain = await fitHead(task(), context);
    const calibrated = await fitHead(task({ heldOut }), context);
    expect(plain.temperature).toBe(1);
    expect(calibrated.temperature).not.toBe(1);
    expect(calibrated.parameters).toEqual(plain.parameters);
    const surprise = async (head: typeof plain): Promise<number> => {
      const { data } = await predictProbabilities(head, heldOut.embeddings, compute);
      return heldOut.labels.reduce(
        (sum, name, i) => sum - Math.log(data[2 * i + head.classes.indexOf(name)] as number),
        0,
      );
    };
    expect(await surprise(calibrated)).toBeLessThan(await surprise(plain));
  });

  it('learns from all rounds alike when cumulative, and from the last one alone when nothing is kept', async () => {
    // the first round says the opposite of the second
    const embeddings = matrix(
      Float32Array.from({ length: 40 }, (_, i) => (i % 2) - 0.5),
      1,
    );
    const labels = Array.from({ length: 40 }, (_, i) => ((i % 2 === 1) === i < 20 ? 'low' : 'high'));
    const rounds = Int32Array.from({ length: 40 }, (_, i) => (i < 20 ? 3 : 4));
    const at = (mode: FitTask['mode']) => highAt({ embeddings, labels, rounds, ...(mode && { mode }) }, 0.5);
    expect(await at({ kind: 'cumulative' })).toBeCloseTo(0.5, 3);
    expect(await at(undefined)).toBeCloseTo(0.5, 3);
    expect(await at({ kind: 'incremental', keep: 0 })).toBeGreaterThan(0.8);
    expect(await at({ kind: 'incremental', keep: 1 })).toBeCloseTo(0.5, 3);
  });

  it('weighs each round before the last by the same share of the one after it', () => {
    const weights = roundWeights(Int32Array.of(2, 4, 3, 4), { kind: 'incremental', keep: 0.5 });
    expect([...(weights ?? [])]).toEqual([0.25, 1, 0.5, 1]);
    expect([...(roundWeights(Int32Array.of(1, 2), { kind: 'incremental', keep: 0 }) ?? [])]).toEqual([0, 1]);
    expect(roundWeights(Int32Array.of(1, 2), { kind: 'cumulative' })).toBeUndefined();
  });

  it('learns from the rows it is sure of, and from no others', async () => {
    const few = { embeddings: clouds(6, 0.9), labels: names(6) };
    const far = clouds(60, 4, 9);
    const without = await fitHead(task(few), context);
    const round = { round: 0, start: 0.2, decay: 0 };
    const withSome = await fitHead(task({ ...few, pseudo: { embeddings: far, schedule: round } }), context);
    expect(withSome.parameters).not.toEqual(without.parameters);
    expect(withSome.classes).toEqual(['high', 'low']);
    // a threshold that has run out takes none
    const late = { round: 9, start: 0.2, decay: 0.1 };
    expect(await fitHead(task({ ...few, pseudo: { embeddings: far, schedule: late } }), context)).toEqual(without);
  });

  it('calibrates on what people said, however many rows were guessed', async () => {
    const few = { embeddings: clouds(6, 0.9), labels: names(6) };
    const heldOut = { embeddings: matrix(Float32Array.of(0, 0, 0, 0), 1), labels: ['low', 'low', 'low', 'high'] };
    const pseudo = { embeddings: clouds(60, 4, 9), schedule: { round: 0, start: 0.2, decay: 0 } };
    // at the one place that was held out, the head says what people said there
    expect(await highAt({ ...few, heldOut, pseudo }, 0)).toBeCloseTo(0.25, 3);
  });

  it('says which one class is there', async () => {
    await expect(fitHead(task({ labels: Array(40).fill('low') }), context)).rejects.toThrow(/only "low"/);
  });
});
