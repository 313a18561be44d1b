import type { z } from 'zod';
import type { Matrix } from './matrix.ts';

/** What a learner learns from: embeddings with their classes. */
export interface TrainingSet {
  /** [L x D] */
  readonly embeddings: Matrix;
  /** [L], class numbers from 0. */
  readonly labels: Int32Array;
  /** Class names; a label is an index into it. K = its length. */
  readonly classes: readonly string[];
}

/** A trained classifier on embeddings. */
export interface Head {
  readonly classes: readonly string[];
  /** @param embeddings [n x D]; @returns [n x K], rows sum to 1 */
  predict(embeddings: Matrix): Matrix;
}

/** Fits a head on embeddings in about a second. */
export interface Learner<Options extends z.ZodObject = z.ZodObject> {
  /** kebab-case, unique. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly reference: string;
  readonly options: Options;
  fit(training: TrainingSet, options: z.output<Options>): Head;
}

/** Declares a {@link Learner}; the default export of a file in the zoo's `learners/`. */
export function defineLearner<Options extends z.ZodObject>(learner: Learner<Options>): Learner<Options> {
  return Object.freeze(learner);
}
