import { copyOfRows, graph, ops, type Tensor } from '@alaas/core';
import { ballGraph, type Edges } from './ball-graph.ts';
import type { PairTools } from './close-pairs.ts';
import { closeness, closenessOf, leastCloseness } from './closeness.ts';
import { slices } from './rounding.ts';
import type { Points } from './unit-points.ts';

const TILE_ROWS = 256;
const TILE_COLUMNS = 4096;

const least = ops.input('least', ['rows', 1]);
const countGraph = graph({ counts: ops.reduceSum(ops.greater(closenessOf, least), 0) });

export interface OpenBallsTask extends PairTools {
  readonly points: Points;
  readonly radius: number;
  /** Most entries of the lists of neighbours; beyond it balls are computed when they are needed. */
  readonly maxEdges: number;
}

/** The balls of a radius around all points, and how many points in each are not covered yet. */
export class OpenBalls {
  /** [N] points in each ball that are not covered. */
  readonly counts: Uint32Array;
  /** [N] 1 = covered. */
  readonly isCovered: Uint8Array;
  readonly #task: OpenBallsTask;
  readonly #edges: Edges | undefined;

  /**
   * O(N^2 D / 2) time; memory 8 bytes an edge, up to `maxEdges`. Beyond it covering all points takes O(N^2 D) more, since
   * each is covered once.
   */
  static async of(task: OpenBallsTask): Promise<OpenBalls> {
    const { sizes, edges } = await ballGraph(task.points, task.radius, task);
    return new OpenBalls(task, sizes, edges);
  }

  private constructor(task: OpenBallsTask, sizes: Uint32Array, edges: Edges | undefined) {
    this.counts = sizes.slice();
    this.isCovered = new Uint8Array(sizes.length);
    this.#task = task;
    this.#edges = edges;
  }

  /** Covers points, whichever are not covered yet. */
  async cover(places: Iterable<number>): Promise<void> {
    const fresh: number[] = [];
    for (const place of places) {
      if (this.isCovered[place] === 1) continue;
      this.isCovered[place] = 1;
      fresh.push(place);
    }
    if (this.#edges === undefined) await this.#lowerByProducts(Uint32Array.from(fresh));
    else this.#lowerByLists(fresh, this.#edges);
  }

  /** Covers the ball around a point. */
  async coverBall(place: number): Promise<void> {
    if (this.#edges === undefined) return this.cover(await this.#ballAround(place));
    const { starts, ends } = this.#edges;
    return this.cover([place, ...ends.subarray(starts[place], starts[place + 1])]);
  }

  #lower(place: number, by: number): void {
    this.counts[place] = (this.counts[place] as number) - by;
  }

  #lowerByLists(places: readonly number[], { starts, ends }: Edges): void {
    for (const [i, place] of places.entries()) {
      if (i % TILE_ROWS === 0) this.#task.checkpoint();
      this.#lower(place, 1);
      const end = starts[place + 1] as number;
      for (let at = starts[place] as number; at < end; at++) this.#lower(ends[at] as number, 1);
    }
  }

  async #lowerByProducts(places: Uint32Array): Promise<void> {
    const { radius, compute, checkpoint } = this.#task;
    const { seen, squares } = this.#task.points;
    const { rows, columns: d } = seen;
    for (const [start, end] of slices(0, places.length, TILE_ROWS)) {
      const own = places.subarray(start, end);
      const limits = Float32Array.from(own, (place) => leastCloseness(squares[place] as number, radius));
      const block = {
        x: { data: copyOfRows(seen, own).data, shape: [own.length, d] },
        least: { data: limits, shape: [own.length, 1] },
      };
      for (const [from, to] of slices(0, rows, TILE_COLUMNS)) {
        checkpoint();
        const result = await compute.run(countGraph, {
          ...block,
          y: { data: seen.data.subarray(from * d, to * d), shape: [to - from, d] },
          halves: { data: squares.subarray(from, to).map((square) => square / -2), shape: [1, to - from] },
        });
        for (const [at, count] of (result.counts as Tensor).data.entries()) this.#lower(from + at, count);
      }
    }
  }

  async #ballAround(place: number): Promise<number[]> {
    const { radius, compute, checkpoint, points } = this.#task;
    const ball: number[] = [];
    const limit = leastCloseness(points.squares[place] as number, radius);
    const own = copyOfRows(points.seen, Uint32Array.of(place)).data;
    for (const [from, to] of slices(0, points.seen.rows, TILE_COLUMNS)) {
      checkpoint();
      for (const [at, near] of (await closeness(own, points, [from, to], compute)).entries()) {
        if (near > limit || from + at === place) ball.push(from + at);
      }
    }
    return ball;
  }
}
