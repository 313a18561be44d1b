import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** (a) The bound: decode and inference alone, on every core. */
export interface Bound {
  /** Images per second with this batch size. */
  measure(batchSize: number): Promise<number>;
  close(): Promise<void>;
}

export async function openBound(images: readonly Uint8Array[]): Promise<Bound> {
  const cores = availableParallelism();
  const workers = Array.from({ length: cores }, (_, core) => {
    const share = images.filter((_image, i) => i % cores === core);
    return new Worker(new URL('./bound-worker.ts', import.meta.url), { workerData: { images: share } });
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    async measure(batchSize) {
      const start = performance.now();
      await Promise.all(
        workers.map((worker) => {
          const done = once(worker, 'message');
          worker.postMessage(batchSize);
          return done;
        }),
      );
      return (images.length / (performance.now() - start)) * 1000;
    },
    async close() {
      await Promise.all(
        workers.map((worker) => {
          const end = once(worker, 'exit');
          worker.postMessage(0);
          return end;
        }),
      );
    },
  };
}
