import { createRandom, type Matrix } from '@alaas/core';
import { type Neighbours, nearestNeighbours, type Points } from '@alaas/zoo';
import { UMAP } from 'umap-js';
import type { LayoutTools } from './lay-out.ts';
import { placePoints } from './place-among.ts';

interface UmapTask {
  readonly points: Points;
  /** [points x 2] in [-1, 1], where the points begin. */
  readonly start: Matrix;
  readonly seed: number;
}

/** Neighbours of a point, itself among them: the default of the method. */
const NEIGHBOURS = 15;
/** Points that are moved; the library's graph of more takes gigabytes and minutes. */
const MOST_MOVED = 10_000;
/** Half a side of the square in which points begin, as the method has it. */
const START_SIZE = 10;
/** Shares of the time, as measured: neighbours and graph before the first step. */
const BEFORE = 0.5;

/**
 * Places of points by UMAP. Of more than ten thousand a seeded sample is moved, and each of the others is placed among its
 * three nearest of them, the nearer the closer. Fewer points than a neighbourhood stay where they begin.
 *
 * @returns [points x 2]
 */
export async function umapPlaces({ points, start, seed }: UmapTask, tools: LayoutTools): Promise<Matrix> {
  const { rows } = points.seen;
  if (rows <= NEIGHBOURS) return start;
  const moved = sampleOf(rows, MOST_MOVED, seed);
  const near = await nearestNeighbours({ points, of: moved, among: moved, k: NEIGHBOURS - 1, ...tools });
  tools.onProgress(BEFORE / 2, 1);
  const places = await move(near, { moved, start, seed }, tools);
  const out = new Float32Array(rows * 2);
  for (const [i, row] of moved.entries()) out.set(places[i] as number[], 2 * row);
  const others = restOf(rows, moved);
  if (others.length > 0) {
    const anchored = { data: Float32Array.from(places.flat()), rows: moved.length, columns: 2 };
    const placed = await placePoints({ points, of: others, among: moved, places: anchored }, tools);
    for (const [i, row] of others.entries()) out.set(placed.data.subarray(2 * i, 2 * i + 2), 2 * row);
  }
  return { data: out, rows, columns: 2 };
}

async function move(
  near: Neighbours,
  { moved, start, seed }: Omit<UmapTask, 'points'> & { readonly moved: Uint32Array },
  { checkpoint, onProgress }: LayoutTools,
): Promise<number[][]> {
  const random = createRandom(seed).fork('umap');
  const umap = new UMAP({ random: () => random.next(), nNeighbors: NEIGHBOURS });
  umap.setPrecomputedKNN(...listsOf(near, moved));
  // with neighbours at hand, of the data it takes the length alone
  const epochs = umap.initializeFit(Array.from(moved, () => []));
  const places = umap.getEmbedding();
  for (const [i, row] of moved.entries()) {
    const place = places[i] as number[];
    for (const side of [0, 1]) {
      // equal points would never part
      const shake = 1e-3 * (random.next() - 0.5);
      place[side] = START_SIZE * ((start.data[2 * row + side] as number) + shake);
    }
  }
  for (let epoch = 0; epoch < epochs; epoch++) {
    checkpoint();
    umap.step();
    onProgress(BEFORE + ((1 - BEFORE) * epoch) / epochs, 1);
  }
  return umap.getEmbedding();
}

/** Neighbours by place among the moved, each first its own, and their distances. */
function listsOf({ k, places, squares }: Neighbours, moved: Uint32Array): [number[][], number[][]] {
  const numbers = new Map(Array.from(moved, (row, i) => [row, i]));
  const lists = Array.from(moved, (_, i) => {
    const own = Array.from(places.subarray(i * k, (i + 1) * k), (row) => numbers.get(row) as number);
    return [i, ...own];
  });
  const distances = Array.from(moved, (_, i) => [0, ...Array.from(squares.subarray(i * k, (i + 1) * k), Math.sqrt)]);
  return [lists, distances];
}

/** A seeded sample of the numbers below `size`, ascending; all where there are no more. */
function sampleOf(size: number, most: number, seed: number): Uint32Array {
  const all = Uint32Array.from({ length: size }, (_, i) => i);
  if (size <= most) return all;
  const random = createRandom(seed).fork('moved');
  for (let i = 0; i < most; i++) {
    const other = i + random.below(size - i);
    [all[i], all[other]] = [all[other] as number, all[i] as number];
  }
  return all.slice(0, most).sort();
}

function restOf(size: number, taken: Uint32Array): Uint32Array {
  const isTaken = new Uint8Array(size);
  for (const row of taken) isTaken[row] = 1;
  return Uint32Array.from(isTaken.keys()).filter((row) => isTaken[row] === 0);
}
