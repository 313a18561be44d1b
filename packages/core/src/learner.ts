import type { z } from 'zod';
import type { Compute, Graph, Tensor } from './graph/expr.ts';
import type { Matrix } from './matrix.ts';
import type { Random } from './random.ts';

/** What a learner learns from: embeddings with their classes. */
export interface TrainingSet {
  /** [L x D], finite. */
  readonly embeddings: Matrix;
  /** [L], class numbers from 0. */
  readonly labels: Int32Array;
  /** Class names; a label is an index into it. K = its length. Some may have no row yet. */
  readonly classes: readonly string[];
  /** [L], at least 0: how much each row counts. Default: 1 each. */
  readonly weights?: Float32Array;
}

/** What a learner gets beside the rows. */
export interface FitContext<Options> {
  readonly options: Options;
  readonly random: Random;
  readonly compute: Compute;
  /** Called between steps of work, at least every 100 ms. @throws AlaasError `CANCELLED` */
  readonly checkpoint: () => void;
  /** A head of the same learner and width to start from; its classes may be fewer. */
  readonly previous?: Head;
}

/**
 * A trained classifier on embeddings. Plain data: it can be stored, sent to a thread, and exported; the learner it comes
 * from says how it is computed.
 */
export interface Head {
  /** Id of the learner. */
  readonly learner: string;
  readonly classes: readonly string[];
  /** D */
  readonly width: number;
  /** Arrays by the names under which the learner's program reads them. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** What each member of a committee has in place of the parameters of the same name. Empty: no committee. */
  readonly members: readonly Readonly<Record<string, Tensor>>[];
  /** Divides the logits before the softmax; 1 = as trained. */
  readonly temperature: number;
}

/** Fits a head on embeddings in about a second. */
export interface Learner<Options extends z.ZodObject = z.ZodObject> {
  /** kebab-case, unique. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly reference: string;
  readonly options: Options;
  /** Whether the logits of its heads are linear in the embedding, as the signal `head` needs it. Default: false. */
  readonly isLinear?: boolean;
  /** Whether its heads have members, by its default options. Default: false. */
  readonly hasMembers?: boolean;
  /** How many members its heads have. Needed where they have some. */
  membersOf?(options: z.output<Options>): number;
  /**
   * How a head of this learner is computed: inputs `embeddings` [rows x d] and the head's parameters by name, output
   * `logits` [rows x k]. One graph object per form, since executors keep a session for each.
   */
  program(head: Head): Graph;
  /**
   * Deterministic in its inputs and seed; does not mutate.
   *
   * @throws AlaasError `INVALID_LABELS`, `INVALID_EMBEDDINGS`, `CANCELLED`
   */
  fit(training: TrainingSet, context: FitContext<z.output<Options>>): Promise<Head>;
}

/** Declares a {@link Learner}; the default export of a file in the zoo's `learners/`. */
export function defineLearner<Options extends z.ZodObject>(learner: Learner<Options>): Learner<Options> {
  return Object.freeze(learner);
}
