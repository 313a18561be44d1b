/**
 * The half of the pipeline that runs in a thread: contents in, features out. Decoding and inference share the thread
 * so that no tensor crosses threads; image decoding itself runs on native threads while the model is busy.
 * Ends by message only: ending a thread from outside while ONNX Runtime works in it would end the process.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Features, freeNow, toAlaasError } from '@alaas/core';
import { createChunkDecoder, type DecodeChunk, type DecodedChunk } from './decode-chunk.ts';
import type { Extracted, ExtractSetup, Failure, FromWorker, ToWorker } from './extract-message.ts';
import { type LoadedModel, loadModel } from './infer/index.ts';
import { keepSoundRows } from './keep-sound-rows.ts';
import { measureBatchSize } from './measure-batch-size.ts';
import { joinRows, splitBatch } from './split-batch.ts';

const port = parentPort;
if (port === null) throw new Error('extract-worker.ts runs as a worker thread only');
const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const setup = workerData as ExtractSetup;
try {
  const model = await loadModel(setup.model, { threads: setup.threads, device: setup.model.entry.device });
  const batchSize = await chooseBatchSize(model);
  serve(model, await createChunkDecoder(model, setup.limits));
  send({ type: 'ready', modality: model.modality, widths: model.backend.widths, batchSize });
} catch (error) {
  send({ type: 'failed', id: undefined, failure: toFailure(error) });
}

async function chooseBatchSize(model: LoadedModel): Promise<number> {
  const { batch_size: declared } = setup.model.entry;
  if (declared !== 'auto') return declared;
  return setup.findBatchSize ? await measureBatchSize(model) : 1;
}

function serve(model: LoadedModel, decode: DecodeChunk): void {
  let last: Promise<void> = Promise.resolve();
  port?.on('message', (message: ToWorker) => {
    if (message.type === 'close') {
      last = last.then(() => model.backend.close()).finally(() => port.close());
      return;
    }
    // starts now, beside the chunk that is being inferred
    const decoded = decode(contentsOf(message));
    decoded.catch(() => undefined);
    last = last.then(async () => {
      try {
        const result = await infer(model, await decoded);
        freeNow(message.bytes);
        const buffers = [result.embeddings, result.probabilities].flatMap((data) => (data ? [data.buffer] : []));
        send({ type: 'extracted', id: message.id, result }, buffers as ArrayBuffer[]);
      } catch (error) {
        send({ type: 'failed', id: message.id, failure: toFailure(error) });
      }
    });
  });
}

function contentsOf({ bytes, ends }: Extract<ToWorker, { type: 'extract' }>): Uint8Array[] {
  return Array.from(ends, (end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

async function infer(model: LoadedModel, chunk: DecodedChunk): Promise<Extracted> {
  const { indexes, failures } = chunk;
  if (chunk.size === 0) return { indexes: new Uint32Array(), failures };
  try {
    return keepSoundRows(await model.backend.run(chunk.batch), indexes, failures);
  } catch (error) {
    if (toFailure(error).code !== 'INFER_FAILED') throw error;
    return await inferEach(model, chunk);
  } finally {
    chunk.release();
  }
}

/** After a batch failed: each item by itself, so that one bad item does not take the others along. */
async function inferEach(model: LoadedModel, { batch, indexes, failures }: DecodedChunk): Promise<Extracted> {
  const parts: Features[] = [];
  const kept: number[] = [];
  const failed = [...failures];
  for (const [row, one] of splitBatch(batch).entries()) {
    const index = indexes[row] as number;
    try {
      parts.push(await model.backend.run(one));
      kept.push(index);
    } catch (error) {
      failed.push({ index, ...toFailure(error) });
    }
  }
  return keepSoundRows(joinRows(parts), kept, failed);
}

function toFailure(error: unknown): Failure {
  const { code, message } = toAlaasError(error);
  return { code: code === 'INTERNAL' ? 'INFER_FAILED' : code, message };
}
