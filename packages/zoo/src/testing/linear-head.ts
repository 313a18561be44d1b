import { createRandom } from '@alaas/core';

/** Weights and bias of each class, as float32 holds them, in [-1, 1). */
export function randomHead(classes: number, columns: number, seed = 1): number[][] {
  const random = createRandom(seed);
  const row = (): number[] => Array.from({ length: columns + 1 }, () => Math.fround(2 * random.next() - 1));
  return Array.from({ length: classes }, row);
}

/** What the head says about one embedding before the softmax, in float64. */
export function naiveLogits(h: readonly number[], head: readonly (readonly number[])[]): number[] {
  return head.map((w) => h.reduce((sum, x, d) => sum + x * (w[d] as number), w[h.length] as number));
}

/** The likeliest class, the class whose boundary is nearest, its distance, and the unit vector that leads there. */
export function naiveBoundaries(h: readonly number[], head: readonly (readonly number[])[]) {
  const logits = naiveLogits(h, head);
  const top = logits.indexOf(Math.max(...logits));
  const distances = head.map((w, c) => {
    if (c === top) return Number.POSITIVE_INFINITY;
    const length = Math.hypot(...h.map((_, d) => (w[d] as number) - (head[top]?.[d] as number)));
    return ((logits[top] as number) - (logits[c] as number)) / length;
  });
  const nearest = Math.min(...distances);
  const rival = distances.indexOf(nearest);
  const difference = h.map((_, d) => (head[rival]?.[d] as number) - (head[top]?.[d] as number));
  return { top, rival, nearest, distances, direction: difference.map((x) => x / Math.hypot(...difference)) };
}
