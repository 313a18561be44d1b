import { AlaasError, type Head, type Tensor } from '@alaas/core';

/**
 * Rows per class of a head that knows other classes, brought into the order of `classes`; zeros for the new ones.
 *
 * @param name of a parameter with one row per class
 * @returns [K x columns]
 */
export function classRows(previous: Head, name: string, classes: readonly string[], columns: number): Float32Array {
  const { data } = previous.parameters[name] as Tensor;
  const places = new Map(previous.classes.map((known, k) => [known, k]));
  const out = new Float32Array(classes.length * columns);
  for (const [k, known] of classes.entries()) {
    const from = places.get(known);
    if (from !== undefined) out.set(data.subarray(from * columns, (from + 1) * columns), k * columns);
  }
  return out;
}

/** @throws AlaasError `INVALID_EMBEDDINGS` when the head is of another learner or width */
export function checkPrevious({ learner, width }: Head, own: string, columns: number): void {
  if (learner === own && width === columns) return;
  throw new AlaasError(
    'INVALID_EMBEDDINGS',
    `The previous head is of ${learner} on embeddings of width ${width}, and this one of ${own} on width ${columns}; start without it.`,
  );
}
