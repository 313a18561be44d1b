import {
  type Compute,
  createRandom,
  type Head,
  isAlaasError,
  type Learner,
  parseOptions,
  type TrainingSet,
} from '@alaas/core';
import { predictProbabilities } from '../heads/predict.ts';
import { evaluate } from './evaluate.ts';
import { toMatrix } from './select-rows.ts';

/** Labelled rows. Classes are named a, b, c. */
export function toTraining(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  { classes = Math.max(...labels) + 1, weights }: { classes?: number; weights?: readonly number[] } = {},
): TrainingSet {
  return {
    embeddings: toMatrix(rows),
    labels: Int32Array.from(labels),
    classes: Array.from({ length: classes }, (_, k) => String.fromCharCode(97 + k)),
    ...(weights && { weights: Float32Array.from(weights) }),
  };
}

export interface FitExtra {
  readonly options?: Record<string, unknown>;
  readonly seed?: number;
  readonly previous?: Head;
  readonly compute?: Compute;
  readonly checkpoint?: () => void;
}

/** A head, its programs run in plain loops. */
export async function fitRows(learner: Learner, training: TrainingSet, extra: FitExtra = {}): Promise<Head> {
  const { options = {}, seed = 0, previous, compute = evaluate, checkpoint = () => undefined } = extra;
  return await learner.fit(training, {
    options: parseOptions(learner, options),
    random: createRandom(seed),
    compute,
    checkpoint,
    ...(previous && { previous }),
  });
}

/** What a head says of the rows, one list per row. */
export async function predictRows(head: Head, rows: readonly (readonly number[])[]): Promise<number[][]> {
  const { data, columns } = await predictProbabilities(head, toMatrix(rows), evaluate);
  return rows.map((_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
}

/** Code of the AlaasError that the work ends with, or `none`. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (isAlaasError(error)) return error.code;
    throw error;
  }
  return 'none';
}
