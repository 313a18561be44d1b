import { AlaasError, type PoolStatus, poolStatuses } from '@alaas/core';
import type { LiveHead, LivePool } from '@alaas/engine';
import type { RecordState } from '../database/record-table.ts';
import type { CrossFitted } from '../projects/live/evaluate-version.ts';
import type { LiveProject } from '../projects/live/live-project.ts';
import { isOutOf } from '../projects/live/open-order.ts';
import { type LabelIssues, labelIssues } from './label-issues.ts';
import { type PoolSignals, poolSignals } from './pool-signals.ts';
import type { RecordStates } from './record-states.ts';

/** A pool as it is looked at: what is known of every position, in columns. */
export interface PoolView {
  readonly pool: LivePool;
  /** N when it was made. */
  readonly size: number;
  /** [N] 1 for the first position of each content. */
  readonly firsts: Uint8Array;
  /** [N] a place in `poolStatuses`. */
  readonly status: Uint8Array;
  /** [N] the round that chose it; -1: none. */
  readonly round: Int32Array;
  /** [N] of the project's strategy; NaN: not known. */
  readonly utility: Float64Array;
  /** By position. */
  readonly records: ReadonlyMap<number, RecordState>;
  readonly head: LiveHead | undefined;
  /** 0: no head yet. */
  readonly modelVersion: number;
  /** [M x K] what the head says of the first M positions. */
  readonly scores: { readonly data: Float32Array; readonly rows: number; readonly columns: number } | undefined;
  readonly signals: PoolSignals | undefined;
  readonly labels: LabelIssues;
  /** Numbers of the records that a reviewer has decided on. */
  readonly decided: ReadonlySet<number>;
  /** 0: nothing was measured yet. */
  readonly measuredVersion: number;
}

const STATUS = Object.fromEntries(poolStatuses.map((name, place) => [name, place])) as Record<PoolStatus, number>;

interface Kept {
  readonly states: RecordStates;
  readonly serving: LiveProject['serving'];
  readonly fitted: CrossFitted | undefined;
  readonly size: number;
  readonly view: PoolView;
}

const known = new WeakMap<LiveProject, Kept>();

/**
 * Brings together what the database and the head know of a pool; the same view while nothing changed.
 *
 * @throws AlaasError `NOT_READY` while the pool is loaded
 */
export async function poolView(live: LiveProject, states: RecordStates, pause: () => Promise<void>): Promise<PoolView> {
  const { pool, serving } = live;
  if (pool === undefined) {
    throw new AlaasError(
      'NOT_READY',
      'The pool has no item with features yet, or is still being loaded. Repeat the call.',
    );
  }
  const fitted = live.measures.crossFitted;
  const before = known.get(live);
  const isSame =
    before?.states === states && before.serving === serving && before.fitted === fitted && before.size === pool.size;
  if (isSame) return before.view;
  const { size } = pool;
  const { model, scores } = serving ?? {};
  const columns = columnsOf(live, { pool, size, states });
  const view: PoolView = {
    pool,
    size,
    firsts: pool.firsts,
    ...columns,
    head: model?.head,
    modelVersion: model?.version ?? 0,
    scores,
    signals: scores && model && (await poolSignals(scores, model.head.kind, pause)),
    labels: labelIssues(fitted),
    decided: states.decided,
    measuredVersion: fitted?.version ?? 0,
  };
  known.set(live, { states, serving, fitted, size, view });
  return view;
}

/** Whether the label at a position is likely wrong, and no reviewer has said that it is right. */
export function isDoubted({ labels, records, decided }: PoolView, position: number): boolean {
  const record = records.get(position);
  const isDecided = record !== undefined && decided.has(record.number);
  return !isDecided && (labels.issues.get(position)?.isLikelyError ?? false);
}

interface Facts {
  readonly pool: LivePool;
  readonly size: number;
  readonly states: RecordStates;
}

/** An answer to many items made it a record, and nothing of that is left: it is as if nobody had been there. */
function isTakenBack({ arm, answers, gold }: RecordState): boolean {
  return arm === 'bulk' && answers === 0 && gold === null;
}

function columnsOf(
  live: LiveProject,
  { pool, size, states }: Facts,
): Pick<PoolView, 'status' | 'round' | 'utility' | 'records'> {
  const status = new Uint8Array(size);
  const round = new Int32Array(size).fill(-1);
  const utility = new Float64Array(size).fill(Number.NaN);
  const records = new Map<number, RecordState>();
  for (const record of states.records.values()) {
    const position = pool.positionOf(record.item);
    if (position === undefined || position >= size || isTakenBack(record)) continue;
    records.set(position, record);
    status[position] = record.completed_at === null ? STATUS['in-progress'] : STATUS.completed;
    round[position] = record.round ?? -1;
    utility[position] = record.utility ?? Number.NaN;
  }
  const { round: atWork } = live;
  for (const chosen of atWork?.items ?? []) {
    const position = pool.positionOf(chosen.item);
    if (position === undefined || position >= size) continue;
    // nobody was given it yet
    if (round[position] === -1 && !records.has(position)) round[position] = atWork?.number ?? -1;
    if (chosen.utility !== undefined && chosen.arm === 'strategy') utility[position] = chosen.utility;
  }
  for (const item of states.excluded) {
    const position = pool.positionOf(item);
    if (position !== undefined && position < size) status[position] = STATUS.excluded;
  }
  const order = live.snapshot?.whole;
  if (states.excluded.size > 0 && order !== undefined) {
    const isOut = isOutOf(order, states.excluded, pool);
    for (let position = 0; position < Math.min(size, order.size); position++) {
      if (isOut(position)) status[position] = STATUS.excluded;
    }
  }
  return { status, round, utility, records };
}
