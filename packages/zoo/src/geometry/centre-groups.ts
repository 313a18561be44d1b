import { type Compute, type Expr, type Graph, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { dot } from '../maths/dot.ts';
import { rowsAt, rowsToGather } from './points.ts';

const origin = ops.input('origin', [1, 'd']);
const seen = ops.sub(ops.input('x', ['rows', 'd']), origin);
const gathered = ops.sub(ops.gatherRows(ops.input('pool', ['all', 'd']), ops.input('at', ['rows'])), origin);
const gapsGraph = graph({ gaps: gapsTo(gathered, 'c', 'lengths') });
/** Programs for each size of a group, built when it is first asked for. */
const nearestGraphs = new Map<number, Graph>();
const homeGraphs = new Map<number, Graph>();

/** Rows, and what is known of them. */
export interface CentredRows {
  readonly embeddings: Matrix;
  /** Pool rows that are the items, ascending. */
  readonly rows: Uint32Array;
  /** A point amid them. */
  readonly origin: Float32Array;
  /** Squared length of each item as seen from the origin. */
  readonly lengths: Float32Array;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** Least gaps to groups of centres; a gap is a squared distance less the row's own squared length. */
export interface GroupGaps {
  /** [rows] the nearest centre, counted from the first of the first group. */
  readonly nearest: Float32Array;
  /** [rows x groups] */
  readonly leasts: Float32Array;
}

/** Centres in groups of neighbours, and how far items are from them. */
export class CentreGroups {
  readonly size: number;
  readonly count: number;
  /** How far each centre has moved; whoever takes that into account sets it to 0. */
  readonly drifts: Float64Array;

  readonly #items: CentredRows;
  /** [groups x size x D], as seen from the origin and multiplied by -2; zeros where there is no centre. */
  readonly #centres: Matrix;
  /** Squared length of each centre, infinite where there is none. */
  readonly #lengths: Float32Array;
  /** Product of each centre with the origin. */
  readonly #shifts: Float64Array;
  readonly #scratch: Float32Array;
  #rowScratch = new Float32Array();

  constructor(items: CentredRows, { centres, size }: { readonly centres: number; readonly size: number }) {
    const d = items.origin.length;
    this.#items = items;
    this.size = size;
    this.count = Math.ceil(centres / size);
    const slots = this.count * size;
    this.drifts = new Float64Array(slots);
    this.#centres = { data: new Float32Array(slots * d), rows: slots, columns: d };
    this.#lengths = new Float32Array(slots).fill(Number.POSITIVE_INFINITY);
    this.#shifts = new Float64Array(slots);
    this.#scratch = new Float32Array(slots * d);
  }

  /** Moves a centre to where `at` says, as seen from the origin. */
  move(centre: number, at: (column: number) => number): void {
    const { data, columns: d } = this.#centres;
    const { origin: from } = this.#items;
    let length = 0;
    let moved = 0;
    let shift = 0;
    for (let j = 0, i = centre * d; j < d; j++, i++) {
      const before = data[i] as number;
      data[i] = -2 * at(j);
      const value = data[i] as number;
      length += value * value;
      moved += (value - before) ** 2;
      shift += value * (from[j] as number);
    }
    this.#lengths[centre] = length / 4;
    this.#shifts[centre] = shift;
    this.drifts[centre] = Math.sqrt(moved) / 2;
  }

  /** Gap of an item to a centre, in float64. */
  gap(item: number, centre: number): number {
    const product = dot(this.#items.embeddings, this.#items.rows[item] as number, this.#centres, centre);
    return product - (this.#shifts[centre] as number) + (this.#lengths[centre] as number);
  }

  /** Gaps of the items from `start` to `end` (exclusive) to all groups. */
  async gapsToAll(start: number, end: number): Promise<GroupGaps> {
    const { embeddings, rows, origin: middle, compute, checkpoint } = this.#items;
    const d = middle.length;
    checkpoint();
    if (this.#rowScratch.length < (end - start) * d) this.#rowScratch = new Float32Array((end - start) * d);
    const result = await compute.run(nearestOf(this.size), {
      x: { data: rowsAt(embeddings, rows.subarray(start, end), this.#rowScratch), shape: [end - start, d] },
      origin: { data: middle, shape: [1, d] },
      ...this.#centresOf(Uint32Array.from({ length: this.count }, (_, group) => group)),
    });
    return groupGaps(result);
  }

  /** @returns [items x size] gaps of some items, ascending, to each centre of a group */
  async gapsTo(items: Uint32Array, group: number): Promise<Float32Array> {
    const result = await this.#run(gapsGraph, items, this.#centresOf(Uint32Array.of(group)));
    return (result.gaps as Tensor).data;
  }

  /** Both at once: gaps to each centre of one group, and the least ones to others, at least one. */
  async gapsToSome(
    items: Uint32Array,
    group: number,
    others: Uint32Array,
  ): Promise<GroupGaps & { readonly gaps: Float32Array }> {
    const { c: home, lengths: homeLengths } = this.#centresOf(Uint32Array.of(group));
    const result = await this.#run(homeOf(this.size), items, { ...this.#centresOf(others), home, homeLengths });
    return { ...groupGaps(result), gaps: (result.gaps as Tensor).data };
  }

  #run(program: Graph, items: Uint32Array, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
    const { embeddings, rows, origin: middle, compute, checkpoint } = this.#items;
    checkpoint();
    const theirs = items.map((i) => rows[i] as number);
    return compute.run(program, {
      ...rowsToGather(embeddings, theirs),
      origin: { data: middle, shape: [1, middle.length] },
      ...feeds,
    });
  }

  /** The centres of some groups, as programs take them; good until the next call for groups that do not follow each other. */
  #centresOf(groups: Uint32Array): Record<'c' | 'lengths', Tensor> {
    const { data, columns: d } = this.#centres;
    const size = this.size;
    const count = groups.length * size;
    const c = rowsAt({ data, rows: this.count, columns: size * d }, groups, this.#scratch);
    const lengths = new Float32Array(count);
    for (const [at, group] of groups.entries()) {
      lengths.set(this.#lengths.subarray(group * size, (group + 1) * size), at * size);
    }
    return { c: { data: c, shape: [count, d] }, lengths: { data: lengths, shape: [1, count] } };
  }
}

function groupGaps(result: Record<string, Tensor>): GroupGaps {
  return { nearest: (result.nearest as Tensor).data, leasts: (result.leasts as Tensor).data };
}

/** Squared distances less the rows' own squared lengths; centres come multiplied by -2. */
function gapsTo(rows: Expr, c: string, lengths: string): Expr {
  const centres = `${c} rows`;
  return ops.add(
    ops.matMul(rows, ops.input(c, [centres, 'd']), { transposeB: true }),
    ops.input(lengths, [1, centres]),
  );
}

/** The nearest centre of each row, and its least gap in each group. */
function nearestIn(rows: Expr, size: number): { nearest: Expr; leasts: Expr } {
  const gaps = gapsTo(rows, 'c', 'lengths');
  return { nearest: ops.argMin(gaps), leasts: ops.reduceMin(ops.reshape(gaps, ['cells', size]), 1) };
}

function nearestOf(size: number): Graph {
  return known(nearestGraphs, size, () => graph(nearestIn(seen, size)));
}

/** The same for rows to gather, and their gaps to the centres of one more group. */
function homeOf(size: number): Graph {
  const gaps = gapsTo(gathered, 'home', 'homeLengths');
  return known(homeGraphs, size, () => graph({ gaps, ...nearestIn(gathered, size) }));
}

function known(graphs: Map<number, Graph>, size: number, build: () => Graph): Graph {
  const built = graphs.get(size) ?? build();
  graphs.set(size, built);
  return built;
}
