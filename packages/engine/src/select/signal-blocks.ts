import {
  type Block,
  type Committee,
  isPerItem,
  type Matrix,
  matrix,
  rowsOf,
  type SignalName,
  signalTable,
} from '@alaas/core';
import type { PoolSignals } from './pool-signals.ts';

/** Numbers of one block at most, so that what is gathered stays in the processor's cache. */
const BLOCK_NUMBERS = 65_536;
const MAX_BLOCK_ROWS = 4096;
/** Numbers of a model times the rows that go through it in one block at most: some milliseconds of work. */
const BLOCK_PRODUCTS = 16_000_000;

/** The candidates of a pool as blocks with some of its signals. Blocks are read before the next one is asked for. */
export function* signalBlocks(
  pool: PoolSignals,
  candidates: Uint32Array,
  needs: readonly SignalName[],
): Generator<Block<SignalName>> {
  const gatherers = needs.map((name) => [name, gatherer(pool, name)] as const);
  const step = blockRows(pool, needs);
  for (let start = 0; start < candidates.length; start += step) {
    const rows = candidates.subarray(start, start + step);
    const signals = Object.fromEntries(gatherers.map(([name, gather]) => [name, gather(rows)]));
    yield { size: rows.length, rowAt: (i: number) => rows[i] as number, ...signals } as Block<SignalName>;
  }
}

function blockRows(pool: PoolSignals, needs: readonly SignalName[]): number {
  const widths = needs.filter(isPerItem).map((name) => {
    const { columns = 0, members = 1 } = (pool[name] ?? {}) as Partial<Committee>;
    return columns * members;
  });
  const width = Math.max(1, ...widths);
  const models = needs.filter((name) => signalTable[name].rows === 'model');
  const size = models.reduce((sum, name) => sum + (pool[name]?.data.length ?? 0), 1);
  const rows = Math.min(Math.floor(BLOCK_NUMBERS / width), Math.floor(BLOCK_PRODUCTS / size));
  return Math.min(MAX_BLOCK_ROWS, Math.max(1, rows));
}

/** Gives the chosen rows of one signal: a view where they are neighbours, else a copy in memory that is used again. */
function gatherer(pool: PoolSignals, name: SignalName): (rows: Uint32Array) => unknown {
  const whole = pool[name] as Matrix | Committee;
  if (!isPerItem(name)) return () => whole;
  let scratch = new Float32Array();
  const take = (length: number): Float32Array => {
    if (scratch.length < length) scratch = new Float32Array(length);
    return scratch.subarray(0, length);
  };
  if (!('members' in whole)) return (rows) => gatherRows(whole, rows, take);
  const { members, columns } = whole;
  const size = whole.rows * columns;
  return (rows) => {
    const length = rows.length * columns;
    const data = take(members * length);
    for (let m = 0; m < members; m++) {
      const own = matrix(whole.data.subarray(m * size, (m + 1) * size), columns);
      copyRows(own, rows, data.subarray(m * length, (m + 1) * length));
    }
    return { data, members, rows: rows.length, columns };
  };
}

function gatherRows(whole: Matrix, rows: Uint32Array, take: (length: number) => Float32Array): Matrix {
  if (isRun(rows)) return rowsOf(whole, rows[0] as number, (rows[0] as number) + rows.length);
  const out = take(rows.length * whole.columns);
  copyRows(whole, rows, out);
  return matrix(out, whole.columns);
}

function copyRows(from: Matrix, rows: Uint32Array, out: Float32Array): void {
  const { data, columns } = from;
  if (isRun(rows)) {
    const start = (rows[0] as number) * columns;
    out.set(data.subarray(start, start + rows.length * columns));
    return;
  }
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] as number) * columns;
    out.set(data.subarray(start, start + columns), i * columns);
  }
}

/** Rows ascend, so the ends tell whether any is left out. */
function isRun(rows: Uint32Array): boolean {
  return rows.length > 0 && (rows.at(-1) as number) - (rows[0] as number) === rows.length - 1;
}
