import { AlaasError, type Compute, type Head, hashText, type Matrix } from '@alaas/core';
import { findLearner } from '@alaas/zoo';
import { fitHead } from './fit-head.ts';

/** The classes of a yes-or-no head. */
const noOrYes = ['no', 'yes'] as const;

/** Rows of which each may have several labels. */
interface LabelsTask {
  /** Id of the learner. */
  readonly learner: string;
  readonly options: Record<string, unknown>;
  /** [L x D] */
  readonly embeddings: Matrix;
  /** [L x K] 1 for each label that a row has, else 0. */
  readonly flags: Uint8Array;
  /** K names. */
  readonly labels: readonly string[];
  /** [L] how much each row counts. Default: 1 each. */
  readonly weights?: Float32Array;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Heads to start from, by label: of the same learner and width. */
  readonly previous?: ReadonlyMap<string, Head>;
}

/**
 * One yes-or-no head per label, on the same rows. A label that all rows have, or none, is told by its share alone: a head
 * that says the same of every item, (yes + 1) / (rows + 2), until there is a row of the other kind. Laplace 1774. What is
 * known of one label changes nothing about another.
 *
 * @returns [K] heads of the classes `no` and `yes`
 * @throws AlaasError `INVALID_LABELS` when no label divides the rows, or the shapes do not fit; as `fitHead`
 */
export async function fitLabelHeads(
  task: LabelsTask,
  context: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<Head[]> {
  const { embeddings, flags, labels, weights, seed, options, previous } = task;
  const { rows, columns } = embeddings;
  if (flags.length !== rows * labels.length) {
    throw new AlaasError(
      'INVALID_LABELS',
      `${rows} rows of ${labels.length} labels need ${rows * labels.length} flags, and there are ${flags.length}.`,
    );
  }
  // names are looked up before work starts
  const learner = findLearner(task.learner).id;
  const counts = labels.map((_, k) => countOf(flags, k, labels.length));
  if (!counts.some((yes) => yes > 0 && yes < rows)) {
    throw new AlaasError(
      'INVALID_LABELS',
      `No label divides the ${rows} labelled items: each has all or none of them. Label items that differ.`,
    );
  }
  const heads: Head[] = [];
  for (const [k, label] of labels.entries()) {
    const yes = counts[k] as number;
    if (yes === 0 || yes === rows) {
      heads.push(constantHead((yes + 1) / (rows + 2), columns));
      continue;
    }
    const start = previous?.get(label);
    heads.push(
      await fitHead(
        {
          learner,
          options,
          embeddings,
          labels: Array.from({ length: rows }, (_, row) => noOrYes[flags[row * labels.length + k] as 0 | 1]),
          classes: noOrYes,
          ...(weights && { weights }),
          // by name, so that a head stays the same when labels are added
          seed: hashText(label, seed),
          ...(start && { previous: start }),
        },
        context,
      ),
    );
  }
  return heads;
}

/** Rows that have the label. */
function countOf(flags: Uint8Array, label: number, columns: number): number {
  let yes = 0;
  for (let at = label; at < flags.length; at += columns) {
    const flag = flags[at] as number;
    if (flag > 1) {
      throw new AlaasError('INVALID_LABELS', `Row ${Math.floor(at / columns)} has the flag ${flag}; give 0 or 1.`);
    }
    yes += flag;
  }
  return yes;
}

/** A head that gives yes the same probability everywhere; linear, whatever the learner of the others. */
function constantHead(yes: number, width: number): Head {
  return {
    learner: 'softmax-regression',
    classes: noOrYes,
    width,
    parameters: {
      weights: { data: new Float32Array(2 * width), shape: [2, width] },
      bias: { data: Float32Array.of(Math.log(1 - yes), Math.log(yes)), shape: [1, 2] },
    },
    members: [],
    temperature: 1,
  };
}
