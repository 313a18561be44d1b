/** What every variant of the benchmark does with bytes: decode, then infer, with the engine's own parts. */
import type { Features } from '../../packages/core/src/index.ts';
import { openImageDecoder } from '../../packages/engine/src/decode/index.ts';
import { type LoadedModel, loadModel, locateModel } from '../../packages/engine/src/infer/index.ts';
import { entry } from './model-entry.ts';

export interface InMemory {
  readonly decoder: Awaited<ReturnType<typeof openImageDecoder>>;
  decodeAll(images: readonly Uint8Array[], into: Float32Array): Promise<void>;
  infer(tensors: Float32Array, size: number): Promise<Features>;
  close(): Promise<void>;
}

/** @param threads inside one inference */
export async function openInMemory(threads: number): Promise<InMemory> {
  const located = await locateModel(entry, {
    folder: '.',
    cache: '.',
    signal: new AbortController().signal,
    read: () => Promise.reject(new Error('the model is a file')),
  });
  const model: LoadedModel = await loadModel(located, { threads, device: 'cpu' });
  if (model.image === undefined) throw new Error('not an image model');
  const decoder = await openImageDecoder(model.image, 50_000_000);
  return {
    decoder,
    async decodeAll(images, into) {
      await Promise.all(images.map((image, i) => decoder.decode(image, into, i * decoder.length)));
    },
    infer: (data, size) => model.backend.run({ kind: 'tensor', data, shape: decoder.shape, size }),
    close: () => model.backend.close(),
  };
}
