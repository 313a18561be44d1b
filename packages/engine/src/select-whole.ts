/**
 * The data's path, second half, for a strategy or wrapper that has to see the whole pool: store -> one matrix in shared memory ->
 * a thread that selects.
 */
import {
  AlaasError,
  type FeatureWidths,
  type Head,
  type LearnerChoice,
  type Matrix,
  type SignalName,
  type Strategy,
  type Training,
  type WrapChoice,
} from '@alaas/core';
import type { ModelLabels } from './dataset-scans.ts';
import type { Watch } from './engine.ts';
import { plannedQuery, rowShapes } from './plan-query.ts';
import { checkRoom } from './plan-selection.ts';
import { type StoredSignals, storedBlocks, type Taught } from './select-blocks.ts';
import { trainHead, wantsHead } from './select-head.ts';
import type { SelectedItems } from './select-items.ts';
import type { SharedMemory } from './select-memory.ts';
import type { SelectWork } from './select-message.ts';
import type { SelectThreads } from './select-threads.ts';
import type { HeadHistory, PoolTable } from './store/index.ts';

export interface WholeParts extends StoredSignals {
  readonly pool: PoolTable;
  readonly widths: FeatureWidths;
  readonly modelLabels: ModelLabels;
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  readonly learner: LearnerChoice;
  readonly training: Training;
  readonly history: HeadHistory;
  readonly wrap: readonly WrapChoice[];
  /** Signals that the strategy and its wrappers read. */
  readonly needs: readonly SignalName[];
  readonly budget: number;
  readonly seed: number;
  readonly watch: Watch;
  readonly threads: SelectThreads;
  readonly memory: SharedMemory;
}

/**
 * The chosen rows of the dataset, best first.
 *
 * @throws AlaasError `NOT_ENOUGH_MEMORY` before the pool is read, `INVALID_LABELS`, what the strategy throws, `CANCELLED`
 */
export async function selectWhole(parts: WholeParts): Promise<SelectedItems> {
  const { pool, strategy, options, wrap, budget, seed, watch, threads } = parts;
  return await threads.use(watch.signal, async (thread, signal) => {
    const order = rowsInOrder(pool);
    const taught = wantsHead({ ...parts, labelled: pool.labelled.length })
      ? await trainHead(parts, thread, signal)
      : undefined;
    const matrices = emptySignals(parts, order.length, taught?.head);
    await fillSignals(parts, { matrices, order, taught, signal });
    const signals = { ...Object.fromEntries(matrices), ...(taught?.linear && { head: taught.linear }) };
    const labelled = labelledOf(parts, order, taught?.head);
    const work = { strategy: strategy.id, options, wrap, budget, seed, signals, size: order.length, labelled };
    const { rows, utilities } = await thread.select(work, { signal, onProgress: watch.onProgress });
    watch.onProgress({ stage: 'select', done: budget, total: budget, failed: 0 });
    return { ranking: { rows: Float64Array.from(rows, (place) => order[place] as number), utilities }, taught };
  });
}

/**
 * Rows of the dataset, those to choose from and the labelled ones, ascending: the order of the matrices. It does not
 * depend on which shard a row happens to lie in, so that the same pool always gives the same answer.
 */
function rowsInOrder({ rows, labelled }: PoolTable): Float64Array {
  const order = new Float64Array(rows.length + labelled.length);
  order.set(rows);
  order.set(
    labelled.map(({ row }) => row),
    rows.length,
  );
  return order.sort();
}

/** A signal of every row, or of every row by each member. */
type RowSignal = Matrix & { readonly members?: number };

/** Room for the signals that are needed. @throws AlaasError `NOT_ENOUGH_MEMORY` for them and the work on them */
function emptySignals(parts: WholeParts, rows: number, head: Head | undefined): ReadonlyMap<SignalName, RowSignal> {
  const { widths, needs, memory, pool } = parts;
  const k = head?.classes.length ?? widths.probabilities;
  const size = { n: rows, d: widths.embedding, k, m: head?.members.length ?? 0, labelled: pool.labelled.length };
  checkRoom(plannedQuery(parts, size), { free: memory.free() });
  return new Map(
    rowShapes(needs, size).map(({ name, columns, members = 1 }) => {
      const data = memory.floats(members * rows * columns);
      return [name, { data, rows, columns, ...(name === 'committee' && { members }) }];
    }),
  );
}

interface Filling {
  readonly matrices: ReadonlyMap<SignalName, RowSignal>;
  readonly order: Float64Array;
  readonly taught: Taught | undefined;
  readonly signal: AbortSignal;
}

async function fillSignals({ pool, read }: WholeParts, { matrices, order, taught, signal }: Filling): Promise<void> {
  const all = { pool: withLabelled(pool), read };
  for await (const block of storedBlocks(all, [...matrices.keys()], taught)) {
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The selection was cancelled.');
    for (let i = 0; i < block.size; i++) {
      const place = placeOf(order, block.rowAt(i));
      for (const [name, to] of matrices) {
        const from = block[name] as RowSignal;
        for (let m = 0; m < (to.members ?? 1); m++) copyRow(from, m * from.rows + i, to, m * to.rows + place);
      }
    }
  }
}

function copyRow(from: Matrix, row: number, to: Matrix, place: number): void {
  const { columns } = to;
  to.data.set(from.data.subarray(row * columns, (row + 1) * columns), place * columns);
}

/** The pool with its labelled rows among the others, grouped by shard as they are. */
function withLabelled({ rows, positions, groups, labelled }: PoolTable): StoredSignals['pool'] {
  const sorted = labelled.toSorted((a, b) => a.shard - b.shard || a.position - b.position);
  const groupsOfLabelled: { shard: number; start: number; end: number }[] = [];
  for (const [i, { shard }] of sorted.entries()) {
    const place = rows.length + i;
    const last = groupsOfLabelled.at(-1);
    if (last?.shard === shard) last.end = place + 1;
    else groupsOfLabelled.push({ shard, start: place, end: place + 1 });
  }
  const allRows = new Float64Array(rows.length + sorted.length);
  const allPositions = new Uint32Array(allRows.length);
  allRows.set(rows);
  allPositions.set(positions);
  for (const [i, { row, position }] of sorted.entries()) {
    allRows[rows.length + i] = row;
    allPositions[rows.length + i] = position;
  }
  return { rows: allRows, positions: allPositions, groups: [...groups, ...groupsOfLabelled] };
}

/**
 * Class numbers are columns of the probabilities: those of the head, or the model's own. Labels that the model does not know
 * come after its classes; where there are no probabilities at all, labels count in code-unit order.
 *
 * @throws AlaasError `INVALID_LABELS` when the model knows none of the labels
 */
function labelledOf(
  { pool: { labelled }, needs, modelLabels }: WholeParts,
  order: Float64Array,
  head: Head | undefined,
): NonNullable<SelectWork['labelled']> {
  const given = [...new Set(labelled.map(({ label }) => label))].sort();
  const own = needs.includes('probabilities') ? modelLabels : undefined;
  const known = head?.classes ?? own ?? [];
  const others = given.filter((name) => !known.includes(name));
  if (known.length > 0 && given.length > 0 && others.length === given.length) {
    const some = (names: readonly string[]): string =>
      `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''}`;
    throw new AlaasError(
      'INVALID_LABELS',
      `Items are labelled ${some(given)}, and the model knows ${some(known)}. Label items by the model's names, or correct "labels" in its entry.`,
    );
  }
  const numbers = new Map([...known, ...others].map((name, i) => [name, i]));
  const sorted = labelled.toSorted((a, b) => a.row - b.row);
  return {
    rows: Uint32Array.from(sorted, ({ row }) => placeOf(order, row)),
    labels: Int32Array.from(sorted, ({ label }) => numbers.get(label) as number),
  };
}

/** Where a row stands in the ascending order, by halving. */
function placeOf(order: Float64Array, row: number): number {
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
