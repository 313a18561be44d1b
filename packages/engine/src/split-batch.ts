import type { Batch } from '@alaas/core';

/** The items of a batch as batches of one; tensors are views. */
export function splitBatch(batch: Batch): Batch[] {
  if (batch.kind === 'text') return batch.texts.map((text) => ({ kind: 'text', texts: [text] }));
  if (batch.kind === 'pixels') return batch.images.map((image) => ({ kind: 'pixels', images: [image] }));
  const { data, shape, size } = batch;
  const length = data.length / size;
  return Array.from({ length: size }, (_, i) => ({
    kind: 'tensor',
    data: data.subarray(i * length, (i + 1) * length),
    shape,
    size: 1,
  }));
}
