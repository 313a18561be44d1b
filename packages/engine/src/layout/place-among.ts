import type { Compute, Matrix } from '@alaas/core';
import { type Neighbours, nearestNeighbours, type Points, unitPoints } from '@alaas/zoo';

/** Anchors between which a point is placed. */
const ANCHORS = 3;

interface PlaceTools {
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * Places of rows in a layout of others: each among the three of these that are nearest to it by cosine, the nearer the
 * closer; where it is equal to one, at its place.
 *
 * @param task anchors and positions ascending, and none of them both
 * @returns [positions x 2]
 */
export async function placeAmong(
  {
    embeddings,
    anchors,
    places,
    positions,
  }: {
    readonly embeddings: Matrix;
    readonly anchors: Uint32Array;
    readonly places: Matrix;
    readonly positions: Uint32Array;
  },
  tools: PlaceTools,
): Promise<Matrix> {
  const all = Uint32Array.from([...anchors, ...positions]);
  const points = unitPoints(embeddings, all, tools.checkpoint);
  const of = Uint32Array.from(positions, (_, i) => anchors.length + i);
  const among = Uint32Array.from(anchors, (_, i) => i);
  return await placePoints({ points, of, among, places }, tools);
}

/** The same of points that are at hand: `among` are numbers of points, and `places` theirs in the same order. */
export async function placePoints(
  {
    points,
    of,
    among,
    places,
  }: {
    readonly points: Points;
    readonly of: Uint32Array;
    readonly among: Uint32Array;
    readonly places: Matrix;
  },
  tools: PlaceTools,
): Promise<Matrix> {
  const near = await nearestNeighbours({ points, of, among, k: Math.min(ANCHORS, among.length), ...tools });
  const numbers = new Map(Array.from(among, (point, i) => [point, i]));
  const out = new Float32Array(of.length * 2);
  for (let i = 0; i < of.length; i++) out.set(amid(near, i, { numbers, places }), 2 * i);
  return { data: out, rows: of.length, columns: 2 };
}

interface Anchored {
  readonly numbers: ReadonlyMap<number, number>;
  readonly places: Matrix;
}

/** The mean of the anchors' places, each weighted by how close it is. */
function amid({ k, places: points, squares }: Neighbours, list: number, { numbers, places }: Anchored): number[] {
  let [x, y, whole] = [0, 0, 0];
  for (let i = list * k; i < (list + 1) * k; i++) {
    const at = 2 * (numbers.get(points[i] as number) as number);
    const place = [places.data[at] as number, places.data[at + 1] as number];
    const distance = Math.sqrt(squares[i] as number);
    if (distance === 0) return place;
    x += (place[0] as number) / distance;
    y += (place[1] as number) / distance;
    whole += 1 / distance;
  }
  return [x / whole, y / whole];
}
