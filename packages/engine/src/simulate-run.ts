/**
 * One run of a simulation: a seed set, then round after round a head, its measures on the test items, and the batch that
 * the strategy asks for; the labels that are known are the oracle.
 */
import {
  accuracy,
  type Committee,
  type Compute,
  confusionMatrix,
  createRandom,
  expectedCalibrationError,
  type Head,
  type Matrix,
  meanF1,
  mix,
  predictedClasses,
  type SignalName,
  type SimulationMeasured,
  type SimulationPoint,
  type SimulationRound,
  type SimulationRun,
  type StoppingConfig,
  type StrategyChoice,
  shuffled,
  type Training,
} from '@alaas/core';
import { findStrategy, findWraps, linearHead, predictCommittee, predictProbabilities } from '@alaas/zoo';
import { areaUnderBudgetCurve, labelsToTarget } from './evaluate/index.ts';
import { selectPool } from './select/index.ts';
import { StopJudges } from './simulate-stops.ts';
import { type RunLabels, trainRound } from './simulate-training.ts';

/** Labelled items as a simulation sees them. */
export interface LabelledVectors {
  /** [N x D] */
  readonly embeddings: Matrix;
  /** [N] class numbers from 0. */
  readonly labels: Int32Array;
}

/** What all runs of a simulation share. */
export interface SimulationData {
  readonly pool: LabelledVectors;
  readonly test: LabelledVectors;
  readonly classes: readonly string[];
}

/** One run. Plain data: it is sent to the process that does it. */
export interface RunSpec {
  /** What the run is called: the strategy's id, with options that differ from their defaults. */
  readonly name: string;
  readonly strategy: StrategyChoice;
  readonly learner: { readonly type: string; readonly options: Record<string, unknown> };
  /** Gives the committee to strategies that need one, where the learner's heads have none. */
  readonly committee: string;
  readonly training: Training;
  readonly seed: number;
  readonly seedSet: number;
  readonly batch: number;
  readonly budget: number;
  readonly target?: number | undefined;
  /** Judged after every round, each by itself; they stop nothing. */
  readonly stopping: readonly StoppingConfig[];
}

/** How a run computes, and how what it costs is measured. */
export interface RunTools {
  readonly compute: Compute;
  readonly signal: Pick<AbortSignal, 'aborted'>;
  readonly checkpoint: () => void;
  /** Milliseconds, of a clock that never goes back. */
  readonly now: () => number;
  /** Bytes of memory at most since the last call. */
  readonly peakMemory: () => number;
  /** Called after each round, of `total`, with what its head reached. */
  readonly onRound: (done: number, total: number, point: SimulationPoint) => void;
}

/** Signals that a head and the embeddings give; a simulation has no others. */
export const simulatedSignals: readonly SignalName[] = [
  'embeddings',
  'probabilities',
  'previousProbabilities',
  'committee',
  'head',
];

/** Rounds of a run: one more than batches, since the seed set is measured too. */
export function roundsOf({ budget, batch }: Pick<RunSpec, 'budget' | 'batch'>): number {
  return Math.ceil(budget / batch) + 1;
}

/**
 * Does one run. Deterministic in data and spec, but for `measured`.
 *
 * @throws AlaasError what the learner and the strategy throw, `CANCELLED`
 */
export async function simulateRun(data: SimulationData, spec: RunSpec, tools: RunTools): Promise<SimulationRun> {
  const { pool } = data;
  const seedSet = drawSeedSet(pool.labels.length, spec);
  const labelled = [...seedSet];
  const labelledIn = seedSet.map(() => 0);
  const rounds: SimulationRound[] = [];
  const measured: SimulationMeasured[] = [];
  let previous: Head | undefined;
  const judges = new StopJudges(data, spec);
  const total = roundsOf(spec);
  for (let round = 0; round < total; round++) {
    tools.checkpoint();
    const left = spec.budget - (labelled.length - seedSet.length);
    const started = tools.now();
    const labels = { rows: labelled, rounds: labelledIn };
    const head = await trainRound(data, labels, spec, { ...tools, previous });
    const fitted = tools.now();
    const scores = await measure(head, data, tools);
    const asked = tools.now();
    const picks =
      left === 0 ? [] : await ask(data, labels, { head, previous }, { spec, round, tools }, Math.min(spec.batch, left));
    const done = tools.now();
    const point = { labels: labelled.length, accuracy: scores.accuracy, macroF1: scores.macroF1 };
    rounds.push({ labels: labelled.length, ...scores, picks });
    await judges.judge(head, labelled.length, scores.accuracy, picks, tools);
    measured.push({
      fitSeconds: (fitted - started) / 1000,
      selectSeconds: left === 0 ? 0 : (done - asked) / 1000,
      peakMemoryBytes: tools.peakMemory(),
    });
    labelled.push(...picks.map(({ row }) => row));
    labelledIn.push(...picks.map(() => round + 1));
    previous = head;
    tools.onRound(round + 1, total, point);
  }
  const curve = rounds.map(({ labels, accuracy }) => ({ labels, value: accuracy }));
  return {
    strategy: spec.name,
    seed: spec.seed,
    seedSet,
    rounds,
    aubc: areaUnderBudgetCurve(curve),
    ...(spec.target === undefined ? {} : { labelsToTarget: labelsToTarget(curve, spec.target) }),
    stops: judges.stops,
    measured,
  };
}

/** Rows drawn uniformly without replacement; the same for every strategy. */
function drawSeedSet(size: number, { seed, seedSet }: RunSpec): number[] {
  const rows = Uint32Array.from({ length: size }, (_, row) => row);
  return [...shuffled(rows, seedSet, createRandom(seed).fork('seed set'))];
}

interface Turn {
  readonly spec: RunSpec;
  readonly round: number;
  readonly tools: RunTools;
}

async function measure(
  head: Head,
  { test, classes }: SimulationData,
  { compute, checkpoint }: RunTools,
): Promise<Omit<SimulationRound, 'labels' | 'picks'>> {
  const probabilities = await predictProbabilities(head, test.embeddings, compute, checkpoint);
  const predictions = predictedClasses(probabilities);
  return {
    accuracy: accuracy(test.labels, predictions, classes.length).value,
    macroF1: meanF1(confusionMatrix(test.labels, predictions, classes.length)),
    calibrationError: expectedCalibrationError(probabilities, test.labels),
  };
}

async function ask(
  data: SimulationData,
  known: RunLabels,
  { head, previous }: { readonly head: Head; readonly previous: Head | undefined },
  turn: Turn,
  n: number,
): Promise<SimulationRound['picks']> {
  const { spec, round, tools } = turn;
  const { compute, checkpoint, signal } = tools;
  const { embeddings, labels } = data.pool;
  const strategy = findStrategy(spec.strategy.type);
  const wraps = findWraps(spec.strategy.wrap);
  const needs = new Set([strategy, ...wraps.map(({ wrapper }) => wrapper)].flatMap((asker) => asker.needs));
  const give: Partial<Record<SignalName, () => Promise<Matrix | Committee | undefined>>> = {
    embeddings: async () => embeddings,
    probabilities: () => predictProbabilities(head, embeddings, compute, checkpoint),
    // before there is a head of an earlier round, nothing has changed yet
    previousProbabilities: () => predictProbabilities(previous ?? head, embeddings, compute, checkpoint),
    head: async () => linearHead(head),
    committee: async () => {
      const fits =
        head.members.length > 0
          ? head
          : await trainRound(
              data,
              known,
              { ...spec, learner: { type: spec.committee, options: {} } },
              { compute, checkpoint, previous: undefined },
            );
      return await predictCommittee(fits, embeddings, compute, checkpoint);
    },
  };
  const signals: [string, unknown][] = [];
  for (const name of needs) signals.push([name, await give[name]?.()]);
  const { rows, utilities } = await selectPool(
    {
      ...Object.fromEntries(signals),
      size: embeddings.rows,
      labelled: {
        rows: Uint32Array.from(known.rows),
        labels: Int32Array.from(known.rows, (row) => labels[row] as number),
      },
    },
    { strategy, options: spec.strategy.options, wraps, budget: n, seed: mix(spec.seed, round), compute, signal },
  );
  return Array.from(rows, (row, i) => ({ row, utility: utilities[i] as number }));
}
