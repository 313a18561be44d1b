/** Selection without a dataset: signals that the caller has already, in files or in the request. */
import { closeSync } from 'node:fs';
import {
  AlaasError,
  type Config,
  parseOptions,
  type SelectionPlan,
  type SelectionResult,
  type SignalName,
  type Signals,
  signalNames,
} from '@alaas/core';
import { defaultStrategy, findStrategy } from '@alaas/zoo';
import type { Access, SignalsQuery, Watch } from './engine.ts';
import { checkWraps, wrapNames } from './query-wraps.ts';
import { checkBudget, checkGiven } from './select/index.ts';
import { type InlineSignal, inlineSignal } from './select-inline.ts';
import type { OpenFile, SelectOutcome, SelectWork } from './select-message.ts';
import type { SelectThreads } from './select-threads.ts';
import { openPlace } from './source/index.ts';

export interface SignalsContext {
  readonly access: Access;
  readonly sources: Config['sources'];
  readonly threads: SelectThreads;
  readonly watch: Watch;
}

/**
 * The chosen rows of the caller's own signals. What can be refused is refused before a file is read.
 *
 * @throws AlaasError `INVALID_BUDGET`, `UNKNOWN_STRATEGY`, `INVALID_OPTION`, `UNKNOWN_WRAPPER`, `STRATEGY_NEEDS`, `SOURCE_*` about a file,
 * `INVALID_REQUEST` about its format or shape, and what the selection throws
 */
export async function selectSignals(query: SignalsQuery, context: SignalsContext): Promise<SelectionResult> {
  const { threads, watch } = context;
  return await withWork(query, context, async (work, wrappers) => {
    const outcome = await threads.use(watch.signal, (thread, signal) => {
      watch.onProgress({ stage: 'select', done: 0, total: work.budget, failed: 0 });
      return thread.select(work, { signal, onProgress: watch.onProgress });
    });
    return resultOf(outcome, { strategy: work.strategy, ...wrapNames(wrappers), seed: work.seed });
  });
}

/**
 * What that selection would take; nothing is selected.
 *
 * @throws AlaasError like {@link selectSignals} before its selection, `POOL_EXHAUSTED`
 */
export async function planSignals(query: SignalsQuery, context: SignalsContext): Promise<SelectionPlan> {
  const { threads, watch } = context;
  return await withWork(query, context, (work) =>
    threads.use(watch.signal, (thread, signal) => thread.plan(work, signal)),
  );
}

/** Checks the query and has its files open meanwhile. */
async function withWork<T>(
  query: SignalsQuery,
  context: SignalsContext,
  use: (work: SelectWork, wrappers: ReturnType<typeof checkWraps>) => Promise<T>,
): Promise<T> {
  const { budget, seed } = query;
  checkBudget(budget);
  const given = signalNames.filter((name) => query.signals[name] !== undefined);
  const { type, options, wrap } = query.strategy;
  const strategy = type === 'auto' ? defaultStrategy(given.includes('probabilities')) : findStrategy(type);
  parseOptions(strategy, options);
  const wrappers = checkWraps(strategy, wrap);
  for (const one of [strategy, ...wrappers]) checkGiven(one, given);
  if (given.length === 0) {
    throw new AlaasError('INVALID_REQUEST', `There are no signals. Give at least one of ${signalNames.join(', ')}.`);
  }
  const opened: OpenFile[] = [];
  try {
    const open = async (place: string): Promise<OpenFile> => {
      const file = await openPlace(place, context);
      opened.push(file);
      return file;
    };
    const signals = await openSignals(query, given, open);
    const labelled = query.labelled && (await openLabelled(query.labelled, open));
    const work = { strategy: strategy.id, options, ...(wrap && { wrap }), budget, seed, signals };
    return await use({ ...work, ...(labelled && { labelled }) }, wrappers);
  } finally {
    for (const { fd } of opened) closeSync(fd);
  }
}

type Open = (place: string) => Promise<OpenFile>;

async function openSignals(
  { signals }: SignalsQuery,
  given: readonly SignalName[],
  open: Open,
): Promise<SelectWork['signals']> {
  const opened: [SignalName, OpenFile | Signals[SignalName]][] = [];
  for (const name of given) {
    const value = signals[name] as string | InlineSignal;
    opened.push([name, typeof value === 'string' ? await open(value) : inlineSignal(name, value)]);
  }
  return Object.fromEntries(opened);
}

async function openLabelled(
  { rows, labels }: NonNullable<SignalsQuery['labelled']>,
  open: Open,
): Promise<NonNullable<SelectWork['labelled']>> {
  return {
    rows: typeof rows === 'string' ? await open(rows) : Uint32Array.from(rows, checkInteger('row', 2 ** 32 - 1)),
    ...(labels !== undefined && {
      labels:
        typeof labels === 'string' ? await open(labels) : Int32Array.from(labels, checkInteger('class', 2 ** 31 - 1)),
    }),
  };
}

/** Typed arrays would wrap what does not fit. */
function checkInteger(what: string, max: number): (value: number) => number {
  return (value) => {
    if (Number.isInteger(value) && value >= 0 && value <= max) return value;
    throw new AlaasError('INVALID_LABELS', `There is no ${what} ${value}: give whole numbers from 0 to ${max}.`);
  };
}

function resultOf(
  outcome: SelectOutcome,
  asked: Pick<SelectionResult['summary'], 'strategy' | 'wrap' | 'seed'>,
): SelectionResult {
  const { rows, utilities, size, labelled, seconds } = outcome;
  const picks = Array.from(rows, (row, i) => ({ rank: i + 1, row, utility: utilities[i] as number }));
  return { picks, summary: { rows: size, pool: size - labelled, labelled, ...asked, seconds } };
}
