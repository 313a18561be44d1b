/** One core of the bound (a): images in memory, decode and infer, batch after batch. */
import { parentPort, workerData } from 'node:worker_threads';
import { openInMemory } from './in-memory.ts';

const { images } = workerData as { images: Uint8Array[] };
const model = await openInMemory(1);
const port = parentPort;
if (port === null) throw new Error('runs as a worker thread only');

port.on('message', async (batchSize: number) => {
  if (batchSize === 0) {
    await model.close();
    port.close();
    return;
  }
  const tensors = new Float32Array(batchSize * model.decoder.length);
  for (let start = 0; start < images.length; start += batchSize) {
    const batch = images.slice(start, start + batchSize);
    await model.decodeAll(batch, tensors);
    await model.infer(tensors.subarray(0, batch.length * model.decoder.length), batch.length);
  }
  port.postMessage('done');
});
port.postMessage('ready');
