import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AlaasError, type FeatureWidths, fromProblem, type Modality } from '@alaas/core';
import type { DecodeLimits } from './decode/index.ts';
import type { Extracted, ExtractSetup, Failure, FromWorker, ToWorker } from './extract-message.ts';
import type { LocatedModel } from './infer/index.ts';

/** Chunks a worker holds: one that is inferred and one that is decoded meanwhile. */
const CHUNKS_PER_WORKER = 2;
const MAX_AUTO_REPLICAS = 8;

export interface PoolOptions {
  readonly replicas: number | 'auto';
  readonly limits: DecodeLimits;
}

interface Chunk {
  readonly contents: readonly Uint8Array[];
  readonly resolve: (result: Extracted) => void;
  readonly reject: (error: unknown) => void;
}

interface Replica {
  readonly worker: Worker;
  readonly running: Map<number, Chunk>;
}

/** Workers that hold one model each. Chunks of all scans share them in the order of arrival. */
export class ExtractPool {
  readonly modality: Modality;
  readonly widths: FeatureWidths;
  /** Items per chunk that keep the model busiest. */
  readonly batchSize: number;
  readonly #replicas: Replica[];
  readonly #waiting: Chunk[] = [];
  #nextId = 0;
  #broken: AlaasError | undefined;

  /** Starts the workers and waits until every one has loaded the model. @throws AlaasError `MODEL_*` */
  static async start(model: LocatedModel, options: PoolOptions): Promise<ExtractPool> {
    const cores = availableParallelism();
    const count = options.replicas === 'auto' ? Math.min(cores, MAX_AUTO_REPLICAS) : options.replicas;
    const setup = {
      model,
      threads: Math.max(1, Math.floor(cores / count)),
      limits: options.limits,
    };
    const first = await startWorker({ ...setup, findBatchSize: true });
    const others = await Promise.allSettled(
      Array.from({ length: count - 1 }, () => startWorker({ ...setup, findBatchSize: false })),
    );
    const started = others.flatMap((other) => (other.status === 'fulfilled' ? [other.value] : []));
    const failed = others.find((other) => other.status === 'rejected');
    if (failed !== undefined) {
      await Promise.all([first, ...started].map(({ worker }) => stopWorker(worker)));
      throw failed.reason;
    }
    return new ExtractPool(first.ready, [first.worker, ...started.map(({ worker }) => worker)]);
  }

  private constructor(ready: Extract<FromWorker, { type: 'ready' }>, workers: readonly Worker[]) {
    this.modality = ready.modality;
    this.widths = ready.widths;
    this.batchSize = ready.batchSize;
    this.#replicas = workers.map((worker) => ({ worker, running: new Map() }));
    for (const replica of this.#replicas) this.#listen(replica);
  }

  /** Chunks that keep every worker busy. */
  get capacity(): number {
    return this.#replicas.length * CHUNKS_PER_WORKER;
  }

  /** True when some worker has nothing to do. */
  get idle(): boolean {
    return this.#waiting.length === 0 && this.#replicas.some((replica) => replica.running.size === 0);
  }

  /** True when the pool can no longer be used and a new one has to be started. */
  get broken(): boolean {
    return this.#broken !== undefined;
  }

  /**
   * Features of some contents.
   *
   * @throws AlaasError when the model does not fit its inputs at all (`MODEL_*`) or a worker died (`INFER_FAILED`)
   */
  extract(contents: readonly Uint8Array[]): Promise<Extracted> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ contents, resolve, reject });
      this.#dispatch();
    });
  }

  /** Lets the workers finish what they hold, then ends them. */
  async close(): Promise<void> {
    await Promise.all(this.#replicas.map(({ worker }) => stopWorker(worker)));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const replica = this.#replicas.reduce((a, b) => (b.running.size < a.running.size ? b : a));
      if (replica.running.size >= CHUNKS_PER_WORKER) return;
      const chunk = this.#waiting.shift() as Chunk;
      const id = this.#nextId++;
      replica.running.set(id, chunk);
      const message = pack(id, chunk.contents);
      replica.worker.postMessage(message, [message.bytes.buffer, message.ends.buffer]);
    }
  }

  #listen({ worker, running }: Replica): void {
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ready' || message.id === undefined) return;
      const chunk = running.get(message.id);
      running.delete(message.id);
      if (message.type === 'extracted') chunk?.resolve(message.result);
      else chunk?.reject(toError(message.failure));
      this.#dispatch();
    });
    worker.on('error', (error) => this.#break(error));
  }

  /** A worker died: whatever is under way fails, and the next scan starts a new pool. */
  #break(cause: unknown): void {
    const error = new AlaasError('INFER_FAILED', 'A model worker ended unexpectedly. Repeat the request.', { cause });
    this.#broken = error;
    const chunks = this.#replicas.flatMap(({ running }) => [...running.values()]);
    for (const chunk of [...chunks, ...this.#waiting.splice(0)]) chunk.reject(error);
    for (const { running } of this.#replicas) running.clear();
  }
}

type Packed = Extract<ToWorker, { type: 'extract' }> & {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
};

/** One buffer per chunk crosses threads, moved and not copied again. */
function pack(id: number, contents: readonly Uint8Array[]): Packed {
  const ends = new Uint32Array(contents.length);
  let end = 0;
  for (const [i, content] of contents.entries()) {
    end += content.byteLength;
    ends[i] = end;
  }
  const bytes = new Uint8Array(end);
  for (const [i, content] of contents.entries()) bytes.set(content, i === 0 ? 0 : ends[i - 1]);
  return { type: 'extract', id, bytes, ends };
}

interface Started {
  readonly worker: Worker;
  readonly ready: Extract<FromWorker, { type: 'ready' }>;
}

function startWorker(setup: ExtractSetup): Promise<Started> {
  // TypeScript in the workspace, JavaScript once compiled
  const script = new URL(`./extract-worker${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(script, { workerData: setup });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromWorker) => {
      worker.off('error', reject);
      if (message.type === 'ready') resolve({ worker, ready: message });
      else if (message.type === 'failed') stopped(worker).then(() => reject(toError(message.failure)), reject);
    });
  });
}

async function stopWorker(worker: Worker): Promise<void> {
  const end = stopped(worker);
  const close: ToWorker = { type: 'close' };
  worker.postMessage(close);
  await end;
}

function stopped(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    // an exited worker has no thread
    if (worker.threadId === -1) resolve();
  });
}

function toError({ code, message }: Failure): AlaasError {
  return fromProblem({ code, detail: message });
}
