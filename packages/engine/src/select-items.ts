/**
 * The data's path, second half: store -> (head) -> select. Features come shard by shard, so that a pool of any size
 * needs the memory of one shard; see `pipeline.ts` for the first half.
 */
import {
  AlaasError,
  type FeatureWidths,
  type LearnerChoice,
  type Matrix,
  type Ranking,
  type Scorer,
  type SignalName,
  type Strategy,
  signalFlag,
  signalTable,
  type Training,
  type Wrap,
  type WrapChoice,
  type Wrapper,
} from '@alaas/core';
import { findLearner, findWraps } from '@alaas/zoo';
import type { ModelLabels } from './dataset-scans.ts';
import type { Watch } from './engine.ts';
import { createReporter } from './report-progress.ts';
import { selectTop } from './select/index.ts';
import { storedBlocks, type Taught } from './select-blocks.ts';
import { chooseLearner, type TrainedHead, trainHead, wantsHead } from './select-head.ts';
import type { SharedMemory } from './select-memory.ts';
import type { SelectThreads } from './select-threads.ts';
import { selectWhole } from './select-whole.ts';
import type { HeadHistory, PoolTable } from './store/index.ts';

export interface SelectParts {
  readonly pool: PoolTable;
  readonly widths: FeatureWidths;
  readonly modelLabels: ModelLabels;
  readonly read: (shard: number, signal: SignalName) => Promise<Matrix>;
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  /** Wrappers around the strategy, the nearest first. */
  readonly wrap: readonly WrapChoice[];
  readonly learner: LearnerChoice;
  readonly training: Training;
  readonly history: HeadHistory;
  readonly budget: number;
  readonly seed: number;
  readonly watch: Watch;
  readonly threads: SelectThreads;
  readonly memory: SharedMemory;
}

/** The chosen rows, best first, and the head that was made for it, if there was one. */
export interface SelectedItems {
  readonly ranking: Ranking;
  readonly taught: TrainedHead | undefined;
}

/**
 * The chosen rows, best first.
 *
 * @throws AlaasError `EMPTY_POOL`, `POOL_EXHAUSTED`, `STRATEGY_NEEDS`, `INVALID_LABELS`, `NOT_ENOUGH_MEMORY`, `CANCELLED`
 */
export async function selectItems(parts: SelectParts): Promise<SelectedItems> {
  const { strategy, threads, watch } = parts;
  const wraps = findWraps(parts.wrap);
  const askers = [strategy, ...wraps.map(({ wrapper }) => wrapper)];
  const { learner, modelLabels } = parts;
  const means = { hasLabels: parts.pool.labelled.length > 0, learner: learner.type, modelLabels };
  for (const asker of askers) checkNeeds(asker, parts.widths, means);
  const needs = [...new Set(askers.flatMap((asker) => asker.needs))];
  const isSplit = wraps.some(({ wrapper }) => wrapper.kind === 'splitter');
  if (strategy.kind === 'selector' || isSplit) return await selectWhole({ ...parts, needs });
  const scored = { ...parts, strategy, wraps, needs };
  if (!wantsHead({ ...scored, labelled: parts.pool.labelled.length }))
    return { ranking: await rank(scored, watch.signal), taught: undefined };
  return await threads.use(watch.signal, async (thread, signal) => {
    const taught = await trainHead(scored, thread, signal);
    return { ranking: await rank(scored, signal, taught), taught };
  });
}

/** Streams the pool through a scorer. */
async function rank(
  parts: SelectParts & {
    readonly strategy: Scorer;
    readonly wraps: readonly Wrap[];
    readonly needs: readonly SignalName[];
  },
  signal: AbortSignal,
  taught?: Taught,
): Promise<Ranking> {
  const { pool, strategy, options, wraps, needs, budget, seed, watch } = parts;
  const progress = createReporter(watch.onProgress, 'select', pool.rows.length);
  let before = 0;
  const ranking = await selectTop(storedBlocks(parts, needs, taught), {
    strategy,
    options,
    wraps,
    budget,
    seed,
    signal,
    onProgress: (rows) => {
      progress.add(rows - before, 0);
      before = rows;
    },
  });
  progress.end();
  return ranking;
}

/** What there is beside the model's outputs. */
export interface HeadMeans {
  readonly hasLabels: boolean;
  /** Id of the learner. */
  readonly learner: string;
  readonly modelLabels: ModelLabels;
}

/**
 * Whether the model, or a head on its embeddings, gives what the strategy or wrapper needs.
 *
 * @throws AlaasError `STRATEGY_NEEDS` saying what is missing and how to get it, `UNKNOWN_LEARNER`
 */
export function checkNeeds(
  { id, needs, matchesClasses = false }: Strategy | Wrapper,
  widths: FeatureWidths,
  { hasLabels, learner, modelLabels }: HeadMeans,
): void {
  const hasHead = hasLabels && widths.embedding > 0;
  if (needs.includes('probabilities') && widths.probabilities === 0 && !hasHead) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} needs class probabilities, and the model gives embeddings only. Label some items of at least two classes, use a model with logits, or choose the strategy "random".`,
    );
  }
  if (needs.includes('embeddings') && widths.embedding === 0) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} needs embeddings, and the model gives none. Name an output under outputs.embedding, or choose another model.`,
    );
  }
  if (matchesClasses && hasLabels && !hasHead && modelLabels === undefined) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} matches the labels of items with the classes of the model, and nothing says what these are called. Write their names, in the order in which the model gives them, under "labels" in the model's entry, or leave out ${id}.`,
    );
  }
  for (const [need, what] of Object.entries(headNeeds)) {
    if (!needs.includes(need as SignalName) || hasHead) continue;
    const means = widths.embedding === 0 ? 'which needs embeddings, and the model gives none' : 'which labels teach';
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} needs ${what}, ${means}. Label some items of at least two classes, give it yourself with POST /v1/select or \`alaas select --${signalFlag(need as SignalName)}\`, or choose another strategy.`,
    );
  }
  if (needs.includes('head') && findLearner(chooseLearner(learner, { id, needs }).id).isLinear !== true) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} needs a linear head, and those of ${learner} are not. Choose the learner softmax-regression.`,
    );
  }
  const unknown = needs.filter((need) => !queryNeeds.includes(need));
  if (unknown.length === 0) return;
  const wanted = unknown.map((name) => `${name} (${signalTable[name].summary})`).join(' and ');
  const flags = unknown.map((name) => `--${signalFlag(name)}`).join(' ');
  throw new AlaasError(
    'STRATEGY_NEEDS',
    `${id} needs ${wanted}, which only \`alaas select ${flags}\` and POST /v1/select can be given. Give them there, or choose another strategy.`,
  );
}

/** Signals that a dataset's model, or a head on its labels, can give. */
const queryNeeds: readonly SignalName[] = ['probabilities', 'previousProbabilities', 'embeddings', 'committee', 'head'];

/** What a head alone gives, and what it is called. */
const headNeeds: { readonly [Name in SignalName]?: string } = {
  committee: 'a committee of heads',
  head: 'a linear head',
  previousProbabilities: 'a head, and that of the round before',
};
