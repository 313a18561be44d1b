import {
  copyOfRows,
  createRandom,
  evaluatePredictions,
  explainJudgement,
  type Head,
  judgePlan,
  type Matrix,
  planStopping,
  predictedClasses,
  type Round,
  type SimulationRound,
  type SimulationStop,
  type StoppingPlan,
} from '@alaas/core';
import { predictProbabilities, stoppingRules } from '@alaas/zoo';
import type { RunSpec, RunTools, SimulationData } from './simulate-run.ts';

/** Rows of the fixed stop set at most. */
const STOP_SET = 1000;

/** Follows a run with stopping rules, to tell where each would have stopped it. */
export class StopJudges {
  readonly #data: SimulationData;
  readonly #seed: number;
  readonly #plans: readonly StoppingPlan[];
  readonly #history: Round[] = [];
  readonly #stopRows: Uint32Array;
  readonly stops: SimulationStop[];

  /** @throws AlaasError `INVALID_REQUEST` listing every problem of the stopping rules */
  constructor(data: SimulationData, { stopping, seed }: Pick<RunSpec, 'stopping' | 'seed'>) {
    this.#data = data;
    this.#seed = seed;
    this.#plans = stopping.map((part, i) =>
      planStopping(part, { rules: stoppingRules, what: `stopping[${i}]`, code: 'INVALID_REQUEST' }),
    );
    this.stops = stopping.map((part) => ({ stopping: part, labels: null, accuracy: null, why: [] }));
    this.#stopRows = fixedRows(data.pool.labels.length);
  }

  /** Takes a round in; `picks` is the batch that its head asked for. */
  async judge(
    head: Head,
    labels: number,
    accuracy: number,
    picks: SimulationRound['picks'],
    { compute, checkpoint }: RunTools,
  ): Promise<void> {
    if (this.#plans.length === 0) return;
    const { pool, test } = this.#data;
    const predict = (embeddings: Matrix): Promise<Matrix> =>
      predictProbabilities(head, embeddings, compute, checkpoint);
    const stopSet = await predict(copyOfRows(pool.embeddings, this.#stopRows));
    const batch = await predict(
      copyOfRows(
        pool.embeddings,
        picks.map(({ row }) => row),
      ),
    );
    const random = createRandom(this.#seed).fork(`measure ${labels}`);
    this.#history.push({
      labels,
      poolLeft: pool.labels.length - labels,
      metrics: evaluatePredictions(await predict(test.embeddings), test.labels, { random }),
      stopSet: { id: 'stop set', predictions: predictedClasses(stopSet), probabilities: stopSet },
      ...(picks.length > 0 && { batchConfidences: largestOfRows(batch) }),
    });
    for (const [i, plan] of this.#plans.entries()) {
      const stop = this.stops[i] as SimulationStop;
      if (stop.labels !== null) continue;
      const judgement = judgePlan(plan, this.#history, this.#seed);
      const why = explainJudgement(judgement);
      this.stops[i] = { ...stop, why, ...(judgement.stop && { labels, accuracy }) };
    }
  }
}

/** The same rows for every run: nothing of a run may depend on where it is judged. */
function fixedRows(size: number): Uint32Array {
  const random = createRandom(0).fork('stop set');
  const count = Math.min(size, STOP_SET);
  const rows = new Set<number>();
  while (rows.size < count) rows.add(random.below(size));
  return Uint32Array.from(rows).sort();
}

function largestOfRows({ data, rows, columns }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    data.subarray(row * columns, (row + 1) * columns).reduce((a, b) => Math.max(a, b), 0),
  );
}
