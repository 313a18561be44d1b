import type { Compute, Matrix } from '@alaas/core';
import { alongAxes, type Points, principalAxes, unitPoints } from '@alaas/zoo';
import { fitted } from './fitted.ts';
import { umapPlaces } from './umap-places.ts';

/** Rows, and how to place them. */
interface Layout {
  readonly kind: 'pca' | 'umap';
  /** [N x D] */
  readonly embeddings: Matrix;
  /** Rows to place, ascending. */
  readonly positions: Uint32Array;
  readonly seed: number;
}

export interface LayoutTools {
  readonly compute: Compute;
  readonly checkpoint: () => void;
  readonly onProgress: (done: number, total: number) => void;
}

/** Directions that neighbours are looked for along: the others hold little but noise, and cost time. */
const KEPT_AXES = 50;
/** Subspace iteration ends when a turn raises the variance by less than this share. */
const TOLERANCE = 1e-7;

/**
 * Places of rows in two dimensions, by the rows scaled to length 1: `pca` along the two directions of largest variance
 * (Pearson 1901), `umap` so that neighbours stay neighbours (McInnes, Healy & Melville 2018), which begins there.
 *
 * @returns [positions x 2], in [-1, 1], the longer side from end to end
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, what `checkpoint` throws
 */
export async function layOut({ kind, embeddings, positions, seed }: Layout, tools: LayoutTools): Promise<Matrix> {
  const points = unitPoints(embeddings, positions, tools.checkpoint);
  const count = Math.min(kind === 'pca' ? 2 : KEPT_AXES, embeddings.columns);
  const axes = await principalAxes({ seen: points.seen, count, tolerance: TOLERANCE, ...tools });
  const along = await alongAxes(points.seen, axes, tools);
  const start = firstTwo(along);
  if (kind === 'pca') return fitted(start);
  return fitted(await umapPlaces({ points: pointsOf(along), start: fitted(start), seed }, tools));
}

/** The first two columns; zeros where there is one. */
function firstTwo({ data, rows, columns }: Matrix): Matrix {
  const out = new Float32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    out[2 * row] = data[row * columns] as number;
    out[2 * row + 1] = columns > 1 ? (data[row * columns + 1] as number) : 0;
  }
  return { data: out, rows, columns: 2 };
}

/** Rows that lie about 0 already, with their squared lengths. */
function pointsOf(seen: Matrix): Points {
  const squares = new Float32Array(seen.rows);
  for (let row = 0; row < seen.rows; row++) {
    let sum = 0;
    for (let d = 0, at = row * seen.columns; d < seen.columns; d++, at++) sum += (seen.data[at] as number) ** 2;
    squares[row] = sum;
  }
  return { seen, squares };
}
