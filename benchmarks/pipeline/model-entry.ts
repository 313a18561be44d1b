import { fileURLToPath } from 'node:url';
import { type ModelEntry, modelEntrySchema } from '../../packages/core/src/index.ts';
import { MODEL } from './images.ts';

/** The model of the benchmark, as a config would name it. */
export const entry: ModelEntry = modelEntrySchema.parse({
  name: 'mobilenet-v1-0.25-128',
  hub: `file:${fileURLToPath(MODEL)}`,
  input: { name: 'input', size: [128, 128], resize: 'cubic', layout: 'NCHW', channels: 'RGB', mean: 128, std: 128 },
  outputs: { embedding: 'embedding', logits: 'logits' },
});
