/** How the same work is done without a pipeline: one item at a time, and stage after stage. */
import { availableParallelism } from 'node:os';
import { Agent, request } from 'undici';
import { openInMemory } from './in-memory.ts';

const CONNECTIONS = 8;
const BATCH = 32;

/** (b) Download, decode, infer, next. Images per second. */
export async function oneAtATime(url: string, count: number): Promise<number> {
  const agent = new Agent({ connections: 1, pipelining: 1 });
  const model = await openInMemory(availableParallelism());
  const tensor = new Float32Array(model.decoder.length);
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    await model.decoder.decode(await download(`${url}/${i}`, agent), tensor, 0);
    await model.infer(tensor, 1);
  }
  const seconds = (performance.now() - start) / 1000;
  await model.close();
  await agent.close();
  return count / seconds;
}

/** (c) Download everything over 8 connections, decode everything, infer everything in batches. Images per second. */
export async function stageAfterStage(url: string, count: number): Promise<number> {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const model = await openInMemory(availableParallelism());
  const { length } = model.decoder;
  const start = performance.now();
  const images: Uint8Array[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) images[i] = await download(`${url}/${i}`, agent);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  const tensors = new Float32Array(count * length);
  await model.decodeAll(images, tensors);
  for (let i = 0; i < count; i += BATCH) {
    const size = Math.min(BATCH, count - i);
    await model.infer(tensors.subarray(i * length, (i + size) * length), size);
  }
  const seconds = (performance.now() - start) / 1000;
  await model.close();
  await agent.close();
  return count / seconds;
}

async function download(url: string, agent: Agent): Promise<Uint8Array> {
  const { body } = await request(url, { dispatcher: agent });
  return new Uint8Array(await body.arrayBuffer());
}
