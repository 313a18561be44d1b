import type { ProjectEvaluation } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../database/database.ts';
import { EvaluationHistory } from './evaluation-history.ts';
import type { StoredRound } from './stop-advice.ts';

let database: Database;

beforeEach(async () => {
  database = await openDatabase({ folder: undefined });
});

afterEach(() => database.close());

const evaluation: ProjectEvaluation = {
  items: 10,
  accuracy: { value: 0.9, low: 0.6, high: 0.98 },
  macroF1: null,
  calibrationError: null,
  brierScore: 0.1,
  perLabel: [],
  calibration: [],
};

async function add(history: EvaluationHistory, version: number, round?: StoredRound): Promise<void> {
  const model = { version, at: version, sequence: version, labels: version, learner: 'mlp' };
  await database.models.add('p', { ...model, head: undefined, isServing: true });
  await history.add(version, version, { spent: version, evaluation, round });
}

function roundAt(labels: number): StoredRound {
  const stopSet = {
    id: 's',
    columns: 2,
    probabilities: Buffer.from(Float32Array.of(0.25, 0.75).buffer).toString('base64'),
  };
  return { labels, seconds: labels, poolLeft: 100, stopSet, batchConfidences: [0.5] };
}

describe('EvaluationHistory', () => {
  it('is the same after it was stored, rounds with their stop sets too', async () => {
    const history = await EvaluationHistory.load('p', database.models);
    for (const version of [1, 2, 3]) await add(history, version, version === 2 ? roundAt(2) : undefined);
    const again = await EvaluationHistory.load('p', database.models);
    expect(again.curve).toEqual(history.curve);
    expect(again.curve.map(({ labels }) => labels)).toEqual([1, 2, 3]);
    expect(again.rounds).toEqual([roundAt(2)]);
    expect(again.newest).toEqual(history.newest);
    expect(again.get(2)?.evaluation).toEqual(evaluation);
  });

  it('takes a later measurement of a version in place of the first, and keeps its round', async () => {
    const history = await EvaluationHistory.load('p', database.models);
    await add(history, 1, roundAt(1));
    await history.add(1, 9, { spent: 4, evaluation: null });
    expect(history.get(1)).toEqual({ spent: 4, evaluation: null, round: roundAt(1) });
    expect(history.curve).toEqual([]);
  });

  it('keeps stop sets of the newest rounds only, and the numbers of all', async () => {
    const history = await EvaluationHistory.load('p', database.models);
    for (let version = 1; version <= 53; version++) await add(history, version, roundAt(version));
    for (const one of [history, await EvaluationHistory.load('p', database.models)]) {
      const { rounds } = one;
      expect(rounds.map(({ labels }) => labels)).toEqual(Array.from({ length: 53 }, (_, i) => i + 1));
      expect(rounds.filter(({ stopSet }) => stopSet === undefined).map(({ labels }) => labels)).toEqual([1, 2, 3]);
    }
  });

  it('forgets most of many evaluations, but neither the first, nor the newest, nor one with a round', async () => {
    const history = await EvaluationHistory.load('p', database.models);
    for (let version = 1; version <= 401; version++)
      await add(history, version, version === 50 ? roundAt(50) : undefined);
    const kept = (await database.models.evaluated('p')).map(({ version }) => version);
    expect(kept.length).toBeLessThan(150);
    expect(kept).toEqual(expect.arrayContaining([1, 50, 401]));
    expect(history.curve.length).toBe(kept.length);
  }, 30_000);
});
