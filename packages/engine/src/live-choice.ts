import {
  AlaasError,
  parseOptions,
  type SignalName,
  type Strategy,
  signalTable,
  type WrapChoice,
  type Wrapper,
} from '@alaas/core';
import { defaultStrategy, findLearner, findStrategy } from '@alaas/zoo';
import type { LiveAsk } from './live-pool.ts';
import { checkWraps } from './query-wraps.ts';

/** What a live pool is really asked. */
export interface LiveChoice {
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  /** The nearest to the strategy first. */
  readonly wrap: readonly WrapChoice[];
}

/**
 * Before there is a head: the most typical item of each of as many clusters as there are labels and picks. Unlike
 * cold-start it knows what is labelled, and goes on where labels are missing, which matters while all of them are of one
 * class; unlike k-center-greedy it leaves outliers alone. Its time grows with the square of the pool, and a typical item
 * of a random part is one of the pool, so it looks at {@link COLD_ROWS} at most.
 */
const COLD_STRATEGY = 'typiclust';
const COLD_ROWS = 5000;
/** For heads that say of each label whether it applies. */
const LABELS_STRATEGY = 'binary-entropy';

/**
 * The strategy and wrappers that are meant. `auto` stands for margin-confidence where a head knows several classes, for
 * binary-entropy where it knows labels one by one, and for typiclust on a part of the pool before there is one: then its
 * wrappers wait for a head.
 *
 * @throws AlaasError `UNKNOWN_STRATEGY`, `UNKNOWN_WRAPPER`, `INVALID_OPTION`, `STRATEGY_NEEDS` saying what is missing
 */
export function chooseLive(ask: LiveAsk): LiveChoice {
  const { type, options, wrap = [] } = ask.strategy;
  if (type === 'auto') return automatic(ask);
  const strategy = findStrategy(type);
  parseOptions(strategy, options);
  for (const asker of [strategy, ...checkWraps(strategy, wrap)]) checkMeans(asker, ask);
  return { strategy, options, wrap };
}

function automatic(ask: LiveAsk): LiveChoice {
  const { head, strategy: asked } = ask;
  const { wrap = [] } = asked;
  const known = head?.kind === 'multi' ? findStrategy(LABELS_STRATEGY) : defaultStrategy(true);
  parseOptions(known, asked.options);
  const wrappers = checkWraps(known, wrap);
  for (const wrapper of wrappers) refuseUnknown(wrapper);
  if (head === undefined) {
    const part = { type: 'random-subset', options: { size: Math.max(COLD_ROWS, 10 * ask.budget) } };
    return { strategy: findStrategy(COLD_STRATEGY), options: {}, wrap: [part] };
  }
  for (const asker of [known, ...wrappers]) checkMeans(asker, ask);
  return { strategy: known, options: asked.options, wrap };
}

type Asker = Strategy | Wrapper;

/** @throws AlaasError `STRATEGY_NEEDS` when the heads do not give what is needed */
function checkMeans(asker: Asker, ask: LiveAsk): void {
  refuseUnknown(asker);
  for (const need of asker.needs) {
    const why = need === 'embeddings' ? undefined : whyNot(need, asker, ask);
    if (why !== undefined) throw refuse(asker, need, why);
  }
}

/** Why a signal cannot be had, and what to do; undefined where it can. */
function whyNot(need: SignalName, { needs }: Asker, { head, training, previous }: LiveAsk): string | undefined {
  if (head === undefined) {
    return 'which labels teach. Label some items of at least two classes first, or take the strategy "auto"';
  }
  const isOfLabels = need === 'labelProbabilities' || need === 'labelSets';
  if (isOfLabels && head.kind === 'single') {
    return 'and items have one class each here. Take a strategy for single labels, such as margin-confidence';
  }
  if (need === 'labelSets') return training === undefined ? 'and no labels were given' : undefined;
  if (isOfLabels) return undefined;
  if (head.kind === 'multi') {
    return 'and items may have several labels here. Take a strategy for several labels, such as binary-entropy';
  }
  // a committee that stands in is linear
  const standsIn = needs.includes('committee') && head.head.members.length === 0;
  if (need === 'committee' && standsIn && training === undefined) return 'and no labels to teach one were given';
  if (need === 'head' && !standsIn && findLearner(head.head.learner).isLinear !== true) {
    return `and those of ${head.head.learner} are not linear. Take the learner softmax-regression`;
  }
  if (need !== 'previousProbabilities' || (previous ?? training?.previous)?.kind === 'single') return undefined;
  return 'and there is no head of a round before. Take another strategy for this round';
}

/** Signals that no head gives. */
const strange: readonly SignalName[] = ['predictions', 'costs', 'targets'];

function refuseUnknown(asker: Asker): void {
  const need = asker.needs.find((name) => strange.includes(name));
  if (need === undefined) return;
  throw refuse(asker, need, 'which only `alaas select` and POST /v1/select can be given. Choose another one');
}

function refuse({ id }: Asker, need: SignalName, why: string): AlaasError {
  return new AlaasError('STRATEGY_NEEDS', `${id} needs ${need} (${signalTable[need].summary}), ${why}.`);
}
