import { copyOfRows } from '@alaas/core';
import type { PairTools } from './close-pairs.ts';
import { closeness } from './closeness.ts';
import { slices } from './rounding.ts';
import type { Points } from './unit-points.ts';

const TILE_ROWS = 64;
const TILE_COLUMNS = 4096;

export interface LabelRadiiTask extends PairTools {
  readonly points: Points;
  /** [N] class of each point: its label, or what the model says. */
  readonly classes: Uint32Array;
  /** Places of the labelled points. */
  readonly labelled: Uint32Array;
  /** No radius is larger. */
  readonly most: number;
  /** Share of a ball that must be of its centre's class, in [0, 1]. */
  readonly purity: number;
  /** Halving ends where two radii differ by less. */
  readonly resolution: number;
}

/**
 * A radius for each labelled point, found by halving so that enough of its ball is of its own class. Mishal & Weinshall
 * 2024. O(L N D) time.
 */
export async function labelRadii(task: LabelRadiiTask): Promise<Float64Array> {
  const { labelled, classes, most, purity, resolution } = task;
  const radii = new Float64Array(labelled.length);
  await eachNeighbourhood(task, most, (at, places, distances) => {
    const own = classes[labelled[at] as number];
    let [low, high] = [0, most];
    while (high - low > resolution) {
      const middle = (low + high) / 2;
      let [inside, equal] = [0, 0];
      for (const [i, distance] of distances.entries()) {
        if (distance >= middle) continue;
        inside++;
        if (classes[places[i] as number] === own) equal++;
      }
      if (equal >= purity * inside) low = middle;
      else high = middle;
    }
    radii[at] = (low + high) / 2;
  });
  return radii;
}

/** The points less than a radius of its own from any of the labelled ones. */
export async function coveredBy(
  task: Pick<LabelRadiiTask, 'points' | 'labelled' | keyof PairTools>,
  radii: Float64Array,
): Promise<Set<number>> {
  const covered = new Set<number>();
  const most = radii.reduce((a, b) => Math.max(a, b), 0);
  await eachNeighbourhood(task, most, (at, places, distances) => {
    for (const [i, distance] of distances.entries()) {
      if (distance < (radii[at] as number)) covered.add(places[i] as number);
    }
  });
  return covered;
}

/** Visits each labelled point with the points less than `radius` from it, itself among them at 0. */
async function eachNeighbourhood(
  { points, labelled, compute, checkpoint }: Pick<LabelRadiiTask, 'points' | 'labelled' | keyof PairTools>,
  radius: number,
  visit: (at: number, places: readonly number[], distances: readonly number[]) => void,
): Promise<void> {
  const { seen, squares } = points;
  for (const [start, end] of slices(0, labelled.length, TILE_ROWS)) {
    const own = labelled.subarray(start, end);
    const x = copyOfRows(seen, own).data;
    const places = Array.from(own, (): number[] => []);
    const distances = Array.from(own, (): number[] => []);
    for (const [from, to] of slices(0, seen.rows, TILE_COLUMNS)) {
      checkpoint();
      const near = await closeness(x, points, [from, to], compute);
      for (const [at, centre] of own.entries()) {
        const square = squares[centre] as number;
        for (let j = from, i = at * (to - from); j < to; j++, i++) {
          const distance = j === centre ? 0 : Math.sqrt(Math.max(0, square - 2 * (near[i] as number)));
          if (!(distance < radius)) continue;
          places[at]?.push(j);
          distances[at]?.push(distance);
        }
      }
    }
    for (const at of own.keys()) {
      checkpoint();
      visit(start + at, places[at] as number[], distances[at] as number[]);
    }
  }
}
