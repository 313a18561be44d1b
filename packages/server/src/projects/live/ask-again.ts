import { type Answers, activeLab, atTemperature, crowdlab, fitTemperature, type Matrix, matrix } from '@alaas/core';
import type { LiveHead } from '@alaas/engine';
import type { KnownAnswer } from '../known-answers.ts';
import type { Snapshot } from './snapshot.ts';

/** Items with two answers below which nothing is known of how far annotators can be relied on. */
const FEWEST_SHARED = 10;

export interface AgainAsk {
  readonly snapshot: Snapshot;
  readonly head: LiveHead | undefined;
  /** [N] 1 where a position may be chosen for its first answer. */
  readonly candidates: Uint8Array;
  /** Places to fill. */
  readonly count: number;
}

/** A record that is worth another answer. */
export interface AgainPick {
  readonly position: number;
  /** In [0, 1]; higher = ask sooner. */
  readonly utility: number;
}

/** A record with all its answers, from people who may not be the last. */
interface Answered {
  readonly position: number;
  readonly known: KnownAnswer;
}

/**
 * Where another answer to a record teaches more than a new label: ActiveLab (Goh & Mueller 2023) on one scale for both, with
 * the consensus of CROWDLAB. Records with a verdict, gold items, and those that everybody has answered are left alone.
 *
 * @returns [count] at each place the record to ask again, or undefined for a new item; none while the project does not want
 *   it, or annotators have fewer than ten items in common
 * @throws AlaasError `CANCELLED`
 */
export async function askAgain(ask: AgainAsk, signal: AbortSignal): Promise<(AgainPick | undefined)[]> {
  const { snapshot, head, candidates, count } = ask;
  const { settings } = snapshot.setting;
  const places = new Array<AgainPick | undefined>(count).fill(undefined);
  if (!settings.relabel || head?.kind !== 'single' || count === 0) return places;
  const classes = new Map(head.classes.map((name, k) => [name, k]));
  const answered = answeredItems(snapshot, classes);
  if (answered.filter(({ known }) => known.responses.length >= 2).length < FEWEST_SHARED) return places;

  const { probabilities } = await snapshot.pool.score(head, signal);
  const fresh = leastSure(probabilities, candidates, count);
  const rows = rowsOf(probabilities, [...answered.map(({ position }) => position), ...fresh]);
  const { answers, people } = codeAnswers(answered, classes);
  const calibrated = atTemperature(rows, fitTemperature(answers, rows));
  const utilities = activeLab(crowdlab(answers, calibrated), calibrated);

  const isOpen = ({ known }: Answered): boolean =>
    known.responses.length >= settings.overlap &&
    !known.isVerdict &&
    new Set(known.responses.map(({ person }) => person)).size < people;
  const ranked = Array.from(utilities, (utility, row) => ({ row, utility }))
    .filter(({ row }) => row >= answered.length || isOpen(answered[row] as Answered))
    .sort((a, b) => b.utility - a.utility || b.row - a.row)
    .slice(0, count);
  for (const [place, { row, utility }] of ranked.entries()) {
    const record = answered[row];
    if (record !== undefined) places[place] = { position: record.position, utility };
  }
  return places;
}

/** Records of the pool whose answers are labels that the head knows. */
function answeredItems({ known, pool, order }: Snapshot, classes: ReadonlyMap<string, number>): Answered[] {
  return known.flatMap((one) => {
    const position = pool.positionOf(one.item);
    const isUsable = one.responses.every(({ value }) => typeof value === 'string' && classes.has(value));
    if (position === undefined || position >= order.size || !isUsable || one.isGold) return [];
    return one.responses.length === 0 ? [] : [{ position, known: one }];
  });
}

function codeAnswers(
  answered: readonly Answered[],
  classes: ReadonlyMap<string, number>,
): { readonly answers: Answers; readonly people: number } {
  const people = new Map<string, number>();
  const numberOf = (person: string): number => {
    const number = people.get(person) ?? people.size;
    people.set(person, number);
    return number;
  };
  const flat = answered.flatMap(({ known }, item) => known.responses.map((response) => ({ item, ...response })));
  const answers = {
    items: Int32Array.from(flat, ({ item }) => item),
    annotators: Int32Array.from(flat, ({ person }) => numberOf(person)),
    values: Int32Array.from(flat, ({ value }) => classes.get(String(value)) as number),
  };
  return { answers, people: people.size };
}

/** Of new items, ActiveLab asks for the one whose likeliest class is least likely: no others can be among the best. */
function leastSure({ data, columns }: Matrix, candidates: Uint8Array, count: number): number[] {
  const found: { position: number; most: number }[] = [];
  for (let position = 0; position < candidates.length; position++) {
    if (candidates[position] !== 1) continue;
    let most = 0;
    for (let k = 0; k < columns; k++) most = Math.max(most, data[position * columns + k] as number);
    found.push({ position, most });
  }
  return found
    .sort((a, b) => a.most - b.most || a.position - b.position)
    .slice(0, count)
    .map(({ position }) => position);
}

function rowsOf({ data, columns }: Matrix, positions: readonly number[]): Matrix {
  const out = new Float32Array(positions.length * columns);
  for (const [row, position] of positions.entries()) {
    out.set(data.subarray(position * columns, (position + 1) * columns), row * columns);
  }
  return matrix(out, columns);
}
