import type { Matrix, Random } from '@alaas/core';
import type { PairTools } from './close-pairs.ts';
import { euclideanMetric } from './euclidean-metric.ts';
import { drawSpread } from './plus-plus.ts';
import { middleOf } from './points.ts';

export interface AnchorsTask extends PairTools {
  readonly embeddings: Matrix;
  /** Rows and their class numbers. */
  readonly labelled: { readonly rows: Uint32Array; readonly labels: Int32Array };
  /** Most anchors of each class. */
  readonly perClass: number;
  readonly random: Random;
}

/**
 * Labelled rows that stand for their classes, spread by k-means++ within each: what is near them is worth looking at, and
 * rare classes have as many as common ones. A class with fewer different rows gives those.
 *
 * @returns rows, ascending
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row
 * Lesci & Vlachos 2024. O(L D perClass).
 */
export async function classAnchors(task: AnchorsTask): Promise<Uint32Array> {
  const { embeddings, labelled, perClass, random, compute, checkpoint } = task;
  const classes = [...new Set(labelled.labels)].sort((a, b) => a - b);
  const anchors: number[] = [];
  for (const label of classes) {
    const rows = labelled.rows.filter((_, i) => labelled.labels[i] === label).sort();
    const origin = middleOf(embeddings, rows);
    const n = Math.min(perClass, rows.length);
    const metric = euclideanMetric({ embeddings, rows, origin, picks: n, compute, checkpoint });
    const first = random.below(rows.length);
    const drawn = await drawSpread({ metric, first, n, random, checkpoint, progress: () => undefined });
    for (const i of drawn) anchors.push(rows[i] as number);
  }
  return Uint32Array.from(anchors).sort();
}
