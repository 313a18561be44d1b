/** A head on the labelled rows of a dataset, made and asked in a selection thread: array programs block theirs. */
import type { FeatureWidths, Head, Matrix, SignalName, Strategy } from '@alaas/core';
import { findLearner, linearHead } from '@alaas/zoo';
import { labelledEmbeddings } from './labelled-embeddings.ts';
import type { Taught } from './select-blocks.ts';
import type { HeadSignal } from './select-message.ts';
import type { SelectThread } from './select-thread.ts';
import type { PoolTable } from './store/index.ts';

/** Stands in where a strategy needs a committee and the learner makes none. */
export const committeeLearner = 'bootstrap-committee';

export interface HeadParts {
  readonly pool: Pick<PoolTable, 'labelled'>;
  readonly widths: FeatureWidths;
  readonly read: (shard: number, signal: SignalName) => Promise<Matrix>;
  readonly strategy: Pick<Strategy, 'id'>;
  /** Signals that the strategy and its wrappers read. */
  readonly needs: readonly SignalName[];
  readonly learner: string;
  readonly seed: number;
}

/** A head, and what a strategy can be given of it. */
export interface TrainedHead extends Taught {
  readonly head: Head;
}

/** Whether something is needed that labels can teach. Probabilities of a head outrank the model's own. */
export function wantsHead({ pool, widths, needs }: Pick<HeadParts, 'pool' | 'widths' | 'needs'>): boolean {
  const isTaught = widths.embedding > 0 && pool.labelled.length > 0;
  return isTaught && needs.some((need) => need === 'head' || isPredicted(need));
}

function isPredicted(need: SignalName): need is HeadSignal {
  return need === 'probabilities' || need === 'committee';
}

/**
 * The learner of the head that a strategy gets: the one that was asked for, unless the strategy needs a committee and that
 * one has none.
 *
 * @returns its id, and why it is another one than was asked for
 * @throws AlaasError `UNKNOWN_LEARNER`
 */
export function chooseLearner(
  asked: string,
  asker: Pick<Strategy, 'id' | 'needs'>,
): { readonly id: string; readonly note?: string } {
  const { id, hasMembers } = findLearner(asked);
  if (!asker.needs.includes('committee') || hasMembers === true) return { id };
  return { id: committeeLearner, note: `${asker.id} needs a committee, and ${id} makes none.` };
}

/**
 * A head that knows the labelled rows.
 *
 * @throws AlaasError `UNKNOWN_LEARNER`, `INVALID_LABELS`, `INVALID_EMBEDDINGS`, `STORE_CORRUPT`, `CANCELLED`
 */
export async function trainHead(parts: HeadParts, thread: SelectThread, signal: AbortSignal): Promise<TrainedHead> {
  const { strategy, needs, seed } = parts;
  const { labelled } = parts.pool;
  const embeddings = await labelledEmbeddings(labelled, { columns: parts.widths.embedding, read: parts.read });
  const labels = labelled.map(({ label }) => label);
  const learner = chooseLearner(parts.learner, { id: strategy.id, needs }).id;
  const head = await thread.fit({ learner, options: {}, embeddings, labels, seed }, signal);
  const wanted = needs.filter(isPredicted);
  const linear = needs.includes('head') ? linearHead(head) : undefined;
  return {
    head,
    ...(linear && { linear }),
    predict: async (rows) => (wanted.length === 0 ? {} : await thread.predict(head, rows, { wanted, signal })),
  };
}
