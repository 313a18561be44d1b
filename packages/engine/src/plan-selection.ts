/** What a selection would take, before it begins: the answer to a plan call, and the refusal of what does not fit. */
import {
  AlaasError,
  type SelectionPlan,
  type SignalName,
  signalFlag,
  signalNames,
  type WorkEstimate,
} from '@alaas/core';
import { findStrategy, findWraps } from '@alaas/zoo';
import type { MachinePace } from './machine-pace.ts';
import { gigabytes, USABLE_SHARE } from './select-memory.ts';
import { needsOf, type PlannedSelection, selectionWork, signalBytes } from './selection-work.ts';

/** What is free, and what of the signals is in memory already. */
export interface Room {
  readonly free: number;
  /** Bytes. Default: 0. */
  readonly loaded?: number;
}

/** Share that is done at least of what is skipped on most pools, and of the rest: what is said is the most it may be. */
const LEAST_DONE = { rare: 0.01, other: 0.3 };
/** Programs are built when they are first run. */
const BUILDING_SECONDS = 1;
/** Programs do other things than multiply, and several run at once. */
const MOST_TIMES = 3;

/** @param pace of the machine, see `machine-pace.ts` */
export function planSelection(planned: PlannedSelection, room: Room, pace: MachinePace): SelectionPlan {
  const { strategy, wraps, budget, shape } = planned;
  const work = selectionWork(planned);
  const alternative = fits(planned, room) ? undefined : alternativeTo(planned, room);
  return {
    strategy: strategy.id,
    ...(wraps.length > 0 && { wrap: wraps.map(({ wrapper }) => wrapper.id) }),
    rows: shape.n,
    labelled: shape.labelled,
    classes: shape.k,
    width: shape.d,
    members: shape.m,
    budget,
    bytes: { signals: signalBytes(planned), strategy: Math.ceil(work.bytes) },
    free: room.free,
    fits: fits(planned, room),
    seconds: secondsOf(work, numbersOf(planned), pace),
    ...(alternative && { alternative }),
  };
}

/**
 * Refuses what does not fit before any of it is done.
 *
 * @throws AlaasError `NOT_ENOUGH_MEMORY` saying how much is needed, how much is free, and what would fit
 */
export function checkRoom(planned: PlannedSelection, room: Room): void {
  if (fits(planned, room)) return;
  const signals = signalBytes(planned);
  const { bytes } = selectionWork(planned);
  const alternative = alternativeTo(planned, room);
  const advice =
    alternative === undefined
      ? 'Ask about a part of the pool'
      : `Take ${spoken(alternative)} instead: ${alternative.why}`;
  throw new AlaasError(
    'NOT_ENOUGH_MEMORY',
    `${planned.strategy.id} needs up to ${gigabytes(signals + bytes)} here, ${gigabytes(signals)} for the signals and ${gigabytes(bytes)} for the work on them; ` +
      `${gigabytes(room.free)} are free, and ${USABLE_SHARE * 100} % of that may be used. ${advice}, or use a machine with ${gigabytes((signals + bytes) / USABLE_SHARE)} free.`,
    { details: { needed: Math.ceil(signals + bytes), free: room.free, ...(alternative && { alternative }) } },
  );
}

function fits(planned: PlannedSelection, { free, loaded = 0 }: Room): boolean {
  const needed = Math.max(0, signalBytes(planned) - loaded) + selectionWork(planned).bytes;
  return needed <= free * USABLE_SHARE;
}

function secondsOf(work: WorkEstimate, numbers: number, pace: MachinePace): SelectionPlan['seconds'] {
  const { multiplications, steps, rare } = work;
  const least = (all: number, seldom: number): number => LEAST_DONE.other * (all - seldom) + LEAST_DONE.rare * seldom;
  // every signal is looked through for what no strategy could read
  const low =
    (numbers + least(steps, rare.steps)) / pace.quickSteps +
    least(multiplications, rare.multiplications) / pace.multiplications;
  const high = (numbers + steps) / pace.slowSteps + multiplications / pace.multiplications;
  return { low: rounded(low), high: rounded(BUILDING_SECONDS + MOST_TIMES * high) };
}

/** Two digits: it is an estimate. */
function rounded(seconds: number): number {
  return Number(seconds.toPrecision(2));
}

function numbersOf({ shape }: PlannedSelection): number {
  return signalNames.reduce((sum, name) => sum + (shape.numbers[name] ?? 0), 0);
}

type Alternative = NonNullable<SelectionPlan['alternative']>;

/** Rows that a subset has at least, and picks among so many rows each. */
const SUBSET_ROWS = 10_000;
const SUBSET_ROWS_PER_PICK = 10;
/** Strategies that hold next to nothing, the most telling first. */
const cheap = ['margin-confidence', 'consensus-entropy', 'lightweight-coreset', 'random'];

/** The same strategy on a random part of the pool where that fits; else the first cheap one of no other needs that does. */
function alternativeTo(planned: PlannedSelection, room: Room): Alternative | undefined {
  return onSubset(planned, room) ?? cheaper(planned, room);
}

function onSubset(planned: PlannedSelection, room: Room): Alternative | undefined {
  const { strategy, options, wraps, budget, shape } = planned;
  const size = Math.max(SUBSET_ROWS, SUBSET_ROWS_PER_PICK * budget);
  if (strategy.kind !== 'selector' || wraps.length > 0 || size >= shape.n) return undefined;
  const wrap = [{ type: 'random-subset', options: { size } }];
  const other = { ...planned, wraps: findWraps(wrap) };
  if (!fits(other, room)) return undefined;
  return {
    strategy: { type: strategy.id, options, wrap },
    why: `it then chooses among ${size} rows drawn at random, and needs up to ${neededBy(other)}`,
  };
}

function cheaper(planned: PlannedSelection, room: Room): Alternative | undefined {
  const { shape, strategy: asked, isStreamed } = planned;
  const known = needsOf(planned);
  for (const id of cheap) {
    const strategy = findStrategy(id);
    if (id === asked.id || !strategy.needs.every((name) => known.includes(name))) continue;
    const given = isStreamed ? strategy.needs : signalsFor(strategy.needs, shape.numbers);
    const numbers = Object.fromEntries(given.map((name) => [name, shape.numbers[name]]));
    const other = { ...planned, strategy, options: {}, wraps: [], shape: { ...shape, numbers } };
    if (!fits(other, { free: room.free })) continue;
    const only = isStreamed ? '' : `given --${given.map(signalFlag).join(' and --')} alone, `;
    return { strategy: id, why: `${only}it needs up to ${neededBy(other)}` };
  }
  return undefined;
}

/** Some signal has to say how many rows there are: the smallest will do. */
function signalsFor(
  needs: readonly SignalName[],
  numbers: { readonly [Name in SignalName]?: number },
): readonly SignalName[] {
  if (needs.length > 0) return needs;
  const given = signalNames.filter((name) => numbers[name] !== undefined);
  return given.sort((a, b) => (numbers[a] as number) - (numbers[b] as number)).slice(0, 1);
}

function neededBy(planned: PlannedSelection): string {
  return gigabytes(signalBytes(planned) + selectionWork(planned).bytes);
}

function spoken({ strategy }: Alternative): string {
  if (typeof strategy === 'string') return strategy;
  const wraps = (strategy.wrap ?? []).map((one) => (typeof one === 'string' ? one : one.type));
  return [strategy.type, ...wraps.map((id) => `with ${id}`)].join(' ');
}
