import type { Batch } from '@alaas/core';
import { findBatchSize, type LoadedModel } from './infer/index.ts';

/** Long enough to tell 5 % apart on a busy machine, short enough that a cold start stays near half a second. */
const SAMPLE_MS = 30;
/** Smaller batches cost more in messages between threads than they could gain. */
const MIN_BATCH = 16;
const MAX_BATCH = 64;
const UNMEASURED_BATCH = 32;
/** Recordings are some thousand times as large as texts, and all of a batch are in memory together. */
const AUDIO_BATCH = 8;

/** The smallest batch size that is about as fast per item as any, measured on blank input. */
export async function measureBatchSize(model: LoadedModel): Promise<number> {
  const { image, fixedBatch, modality } = model;
  if (modality === 'audio') return fixedBatch ?? AUDIO_BATCH;
  // texts differ in length, so blank ones would say little; built-in models work item by item
  if (image === undefined) return fixedBatch ?? UNMEASURED_BATCH;
  const channels = image.channels === 'GRAY' ? 1 : 3;
  const shape = image.layout === 'NCHW' ? [channels, ...image.size] : [...image.size, channels];
  const length = shape.reduce((a, b) => a * b, 1);
  const measure = async (size: number): Promise<number> => {
    const batch: Batch = { kind: 'tensor', data: new Float32Array(size * length), shape, size };
    await model.backend.run(batch);
    const start = performance.now();
    let items = 0;
    do {
      await model.backend.run(batch);
      items += size;
    } while (performance.now() - start < SAMPLE_MS);
    return items / (performance.now() - start);
  };
  return await findBatchSize(measure, {
    min: MIN_BATCH,
    max: MAX_BATCH,
    ...(fixedBatch !== undefined && { fixed: fixedBatch }),
  });
}
