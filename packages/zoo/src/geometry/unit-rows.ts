import type { Matrix } from '@alaas/core';
import { dot } from '../maths/dot.ts';
import { refuseRow } from '../maths/refuse-row.ts';

/**
 * Copies of these rows, each scaled to length 1; a row of zeros stays zeros, and so has cosine 0 to everything. Their
 * products are cosines; for distances, which float32 would lose among rows close together, there is `unitPoints`.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the first row that is not finite
 */
export function unitRows(embeddings: Matrix, rows: Uint32Array): Matrix {
  const { data, columns } = embeddings;
  const out = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    const length = Math.sqrt(dot(embeddings, row, embeddings, row));
    if (!Number.isFinite(length)) throw refuseRow('embeddings', row);
    if (length === 0) continue;
    for (let d = 0, from = row * columns, to = i * columns; d < columns; d++, from++, to++) {
      out[to] = (data[from] as number) / length;
    }
  }
  return { data: out, rows: rows.length, columns };
}
