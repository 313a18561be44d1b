import type { AnswerValue, PoolItem, PoolItems, PoolQuery } from '@alaas/core';
import { poolStatuses } from '@alaas/core';
import { BestPositions, comesBefore, type Placed } from './best-positions.ts';
import { poolFilter } from './pool-filter.ts';
import { isDoubted, type PoolView } from './pool-view.ts';
import { previewOf } from './preview.ts';

export interface PageTools {
  readonly project: string;
  /** Whether an item is in the test share. */
  readonly isTest: (item: string) => boolean;
  /** Positions with a text in them, ascending. */
  readonly search: (text: string) => Promise<Uint32Array>;
  /** Lets other work have the thread. */
  readonly pause: () => Promise<void>;
}

/** Positions looked at between two pauses: a few milliseconds. */
const STEP = 2 ** 15;

/**
 * One page of a pool: what the filters let through, in the order that is asked for.
 *
 * @throws AlaasError `INVALID_REQUEST`
 */
export async function poolPage(view: PoolView, query: PoolQuery, tools: PageTools): Promise<PoolItems> {
  const isWanted = poolFilter(view, query);
  const among = query.q === undefined ? undefined : await tools.search(query.q);
  const sortBy = numberOf(view, query.sort);
  const isAscending = (query.order ?? (query.sort === 'pool' ? 'asc' : 'desc')) === 'asc';
  const after = query.after === undefined ? undefined : readPlace(query.after);
  const best = new BestPositions(query.limit + 1, isAscending);
  let matches = 0;
  const total = among?.length ?? view.size;
  for (let i = 0; i < total; i++) {
    if (i % STEP === STEP - 1) await tools.pause();
    const position = among === undefined ? i : (among[i] as number);
    if (position >= view.size || !isWanted(position)) continue;
    matches++;
    const one = { position, value: sortBy(position) };
    if (after === undefined || comesBefore(after, one, isAscending)) best.offer(one);
  }
  const page = best.all.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ position }) => itemAt(view, position, tools)),
    matches,
    total: view.size,
    modelVersion: view.modelVersion,
    measuredVersion: view.measuredVersion,
    ...(best.all.length > query.limit && last !== undefined && { next: writePlace(last) }),
  };
}

function numberOf(view: PoolView, sort: PoolQuery['sort']): (position: number) => number {
  const { signals, utility, labels } = view;
  const from = (column: Float32Array | undefined) => (position: number) => column?.[position] ?? Number.NaN;
  switch (sort) {
    case 'pool':
      return (position) => position;
    case 'utility':
      return (position) => utility[position] as number;
    case 'error':
      return (position) => labels.issues.get(position)?.error ?? Number.NaN;
    default:
      return from(signals?.[sort]);
  }
}

/** One item with all that is known of it. */
function itemAt(view: PoolView, position: number, { project, isTest }: PageTools): PoolItem {
  const { pool, firsts, records, labels, round } = view;
  const { id, uri, text } = pool.item(position);
  const record = records.get(position);
  const issue = labels.issues.get(position);
  const prediction = predictionAt(view, position);
  return {
    item: id,
    uri,
    ...previewOf(text),
    content: `/v1/projects/${project}/items/${encodeURIComponent(id)}/content`,
    status: poolStatuses[view.status[position] as number] ?? 'unlabelled',
    ...(record?.answer != null && { label: JSON.parse(record.answer) as AnswerValue }),
    ...(prediction !== undefined && { prediction }),
    signals: signalsAt(view, position),
    ...(issue !== undefined && { said: issue.said }),
    isLikelyError: isDoubted(view, position),
    ...((round[position] as number) >= 0 && { round: round[position] as number }),
    ...(record !== undefined && { arm: record.gold === null ? record.arm : ('gold' as const) }),
    isTest: record === undefined ? isTest(id) : record.is_test === 1,
    isDuplicate: firsts[position] !== 1,
  };
}

function predictionAt({ head, scores, signals }: PoolView, position: number): PoolItem['prediction'] {
  if (head === undefined || scores === undefined || signals === undefined || position >= scores.rows) return undefined;
  const score = signals.confidence[position] as number;
  if (head.kind === 'single') return { value: head.classes[signals.predicted[position] as number] as string, score };
  const said = scores.data.subarray(position * scores.columns, (position + 1) * scores.columns);
  return { value: head.classes.filter((_, k) => (said[k] as number) > 0.5), score };
}

function signalsAt({ signals, utility, labels }: PoolView, position: number): PoolItem['signals'] {
  const known = {
    utility: utility[position],
    uncertainty: signals?.uncertainty[position],
    entropy: signals?.entropy[position],
    confidence: signals?.confidence[position],
    error: labels.issues.get(position)?.error,
  };
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== undefined && !Number.isNaN(value)),
  ) as PoolItem['signals'];
}

/** A place in a list: the number that it is sorted by, and the position. */
function writePlace({ position, value }: Placed): string {
  return `${Number.isNaN(value) ? 'none' : value}~${position}`;
}

function readPlace(token: string): Placed {
  const [value = 'none', position = '0'] = token.split('~');
  return { value: value === 'none' ? Number.NaN : Number(value), position: Number(position) };
}
