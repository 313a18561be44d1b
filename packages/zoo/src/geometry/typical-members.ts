import { type Compute, type Graph, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { equalRows } from './equal-rows.ts';
import { rowsToGather } from './points.ts';
import { slices } from './rounding.ts';

const BLOCK_ROWS = 512;
/** Neighbours that are known beyond those that count, so that a few may be taken before lists are made anew. */
const SPARE = 8;

const pool = ops.input('pool', ['all', 'd']);
const members = ops.gatherRows(pool, ops.input('at', ['members']));
const middle = ops.reduceMean(members, 0, true);
const x = ops.gatherRows(members, ops.input('some', ['rows']));
const squares = ops.squaredDistances(ops.sub(x, middle), ops.sub(members, middle));
const squaresGraph = graph({ values: squares });
/** One program for each number of neighbours, built when it is first asked for. */
const nearestGraphs = new Map<number, Graph>();

/** Rows that hold the same numbers: one point, with as many members as are left. */
interface Kind {
  /** Ascending. */
  readonly rows: number[];
  /** Undefined before it is needed. */
  near: Near | undefined;
}

/** Kinds by distance, the nearest first, perhaps the own one among them. */
interface Near {
  /** Those that the places count. */
  readonly kinds: readonly Kind[];
  readonly places: Float32Array | Uint32Array;
  readonly distances: Float32Array;
}

interface Tools {
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * The members of a cluster, from which the one in the densest place is taken again and again: that with the least mean
 * distance to its k nearest, where k is a number given or half the members left, if that is less.
 *
 * Distances are computed once, and again for those alone whose neighbours were taken. Copies of a row count as neighbours
 * at distance 0, without being compared.
 */
export class TypicalMembers {
  readonly #embeddings: Matrix;
  readonly #neighbours: number;
  readonly #tools: Tools;
  readonly #members: Uint32Array;
  /** By their first row; undefined before the first member is taken. */
  #kinds: Kind[] | undefined;
  /** Members left. */
  size: number;

  /** @param members pool rows, ascending; @param neighbours at least 1 */
  constructor(embeddings: Matrix, members: Uint32Array, neighbours: number, tools: Tools) {
    this.#embeddings = embeddings;
    this.#members = members;
    this.#neighbours = neighbours;
    this.#tools = tools;
    this.size = members.length;
  }

  /**
   * Takes the most typical member left, among equals the first.
   *
   * @returns its pool row
   * O(members^2 D) the first time, without copies; O(members (k + D)) later.
   */
  async take(): Promise<number> {
    this.#kinds ??= equalRows(this.#embeddings, this.#members).map((rows) => ({ rows, near: undefined }));
    const k = Math.min(this.#neighbours, this.size >> 1);
    const best = k === 0 ? firstOf(this.#kinds) : await this.#mostTypical(this.#kinds, k);
    const row = best.rows.shift() as number;
    if (best.rows.length === 0) this.#kinds.splice(this.#kinds.indexOf(best), 1);
    this.size--;
    return row;
  }

  async #mostTypical(kinds: readonly Kind[], k: number): Promise<Kind> {
    const dense = kinds.filter(({ rows }) => rows.length > k);
    if (dense.length > 0) return firstOf(dense);
    const open = kinds.filter((kind) => meanDistance(kind, k) === undefined);
    if (open.length > 0) await this.#findNear(open, kinds);
    let best = kinds[0] as Kind;
    let least = Number.POSITIVE_INFINITY;
    for (const kind of kinds) {
      const mean = meanDistance(kind, k) as number;
      if (mean > least || (mean === least && isBefore(best, kind))) continue;
      best = kind;
      least = mean;
    }
    return best;
  }

  /** Lists the neighbours of some kinds among all that are left. */
  async #findNear(some: readonly Kind[], all: readonly Kind[]): Promise<void> {
    const { compute, checkpoint } = this.#tools;
    // those left may change, and the lists have to know whom they count
    const kinds = all.slice();
    const places = new Map(kinds.map((kind, place) => [kind, place]));
    const feeds = rowsToGather(this.#embeddings, Uint32Array.from(kinds, firstRow));
    const count = this.#neighbours + 1 + SPARE;
    const isSorted = kinds.length > count;
    const width = isSorted ? count : kinds.length;
    for (const [start, end] of slices(0, some.length, BLOCK_ROWS)) {
      checkpoint();
      const own = Float32Array.from(some.slice(start, end), (kind) => places.get(kind) as number);
      const given = { ...feeds, some: { data: own, shape: [end - start] } };
      const result = await compute.run(isSorted ? nearestOf(count) : squaresGraph, given);
      const distances = (result.values as Tensor).data.map(Math.sqrt);
      for (let i = start, at = 0; i < end; i++, at += width) {
        const list = { kinds, distances: distances.subarray(at, at + width) };
        const nearest = result.indexes?.data.subarray(at, at + width);
        (some[i] as Kind).near = nearest === undefined ? sorted(list) : { ...list, places: nearest };
      }
    }
  }
}

/** The list of all kinds, given their distances in their own order. */
function sorted({ kinds, distances }: Omit<Near, 'places'>): Near {
  const places = Uint32Array.from(distances.keys()).sort((a, b) => (distances[a] as number) - (distances[b] as number));
  return { kinds, places, distances: Float32Array.from(places, (place) => distances[place] as number) };
}

/** Mean distance of a member of the kind to the k others that are nearest; undefined when its list is too short to say. */
function meanDistance(kind: Kind, k: number): number | undefined {
  if (kind.near === undefined) return undefined;
  const { kinds, places, distances } = kind.near;
  let open = k - (kind.rows.length - 1);
  let sum = 0;
  for (let rank = 0; rank < places.length && open > 0; rank++) {
    const other = kinds[places[rank] as number] as Kind;
    if (other === kind) continue;
    const counted = Math.min(open, other.rows.length);
    sum += counted * (distances[rank] as number);
    open -= counted;
  }
  return open > 0 ? undefined : sum / k;
}

function firstOf(kinds: readonly Kind[]): Kind {
  return kinds.reduce((first, kind) => (isBefore(first, kind) ? first : kind));
}

function isBefore(a: Kind, b: Kind): boolean {
  return firstRow(a) < firstRow(b);
}

function firstRow({ rows }: Kind): number {
  return rows[0] as number;
}

function nearestOf(count: number): Graph {
  const known = nearestGraphs.get(count);
  if (known !== undefined) return known;
  const built = graph(ops.topK(squares, count, { largest: false }));
  nearestGraphs.set(count, built);
  return built;
}
