import { AlaasError, type Compute, type Expr, type Graph, type Tensor } from '@alaas/core';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { encodeModel } from './encode-model.ts';
import { interpret } from './interpret.ts';
import { sizesOf } from './sizes.ts';
import { inputName, outputName, toOnnx } from './to-onnx.ts';

export interface OrtComputeOptions {
  /** Threads of one run. */
  readonly threads: number;
  /** Sessions kept open; the one unused for longest is closed first. Default: 64. */
  readonly maxSessions?: number;
  /** Once aborted, every further run throws `CANCELLED`; a run that has begun ends first. */
  readonly signal?: AbortSignal;
}

/**
 * Runs array programs on ONNX Runtime. A graph becomes a session at its first run; inputs are read where they lie, outputs
 * are copied, so reduce inside the graph. `run` blocks its thread while it computes: call it in a worker thread.
 *
 * `run` throws RangeError when feeds or indexes do not fit, AlaasError `CANCELLED` after an abort or `close`, and
 * `INTERNAL` with what ONNX Runtime said when it fails, such as for lack of memory.
 */
export function createOrtCompute(options: OrtComputeOptions): Compute & { close(): Promise<void> } {
  const sessions = new Sessions(options);
  let isClosed = false;
  return {
    async run(graph, feeds) {
      if (isClosed || options.signal?.aborted) {
        throw new AlaasError('CANCELLED', 'The computation was cancelled.', { cause: options.signal?.reason });
      }
      const sizes = sizesOf(graph, feeds);
      if (hasEmptyTopK(graph, sizes)) return interpret(graph, feeds, (length) => new Float32Array(length));
      const inputs = Object.entries(feeds).map(([name, { data, shape }]) => [
        inputName(name),
        new OrtTensor('float32', data, shape),
      ]);
      const outputs = await sessions.use(graph, (session) => runSession(session, Object.fromEntries(inputs)));
      const results = Object.entries(graph.outputs).map(([name, node]) => {
        const data = outputs[outputName(name)]?.data as Float32Array;
        return [name, { data, shape: sizes.get(node) as readonly number[] } satisfies Tensor];
      });
      return Object.fromEntries(results);
    },
    async close() {
      isClosed = true;
      await sessions.close();
    },
  };
}

/** TopK of no rows divides by zero inside ONNX Runtime 1.30, which ends the whole process. */
function hasEmptyTopK({ nodes }: Graph, sizes: ReadonlyMap<Expr, readonly number[]>): boolean {
  return nodes.some((node) => isTopK(node) && sizes.get(node)?.[0] === 0);
}

function isTopK({ op }: Expr): boolean {
  return op.type === 'topValues' || op.type === 'topIndexes';
}

async function runSession(
  session: InferenceSession,
  feeds: Record<string, OrtTensor>,
): Promise<InferenceSession.ReturnType> {
  try {
    return await session.run(feeds);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    // the only fault that depends on numbers and not on sizes
    if (/out of (data )?bounds/.test(said)) throw new RangeError('an index names no row', { cause });
    throw new AlaasError('INTERNAL', `ONNX Runtime could not run an array program: ${said}`, { cause });
  }
}

interface Entry {
  readonly session: Promise<InferenceSession>;
  readonly running: Set<Promise<unknown>>;
}

/** Open sessions by graph, the longest unused first. */
class Sessions {
  readonly #entries = new Map<Graph, Entry>();
  readonly #options: OrtComputeOptions;

  constructor(options: OrtComputeOptions) {
    this.#options = options;
  }

  async use<T>(graph: Graph, work: (session: InferenceSession) => Promise<T>): Promise<T> {
    const entry = this.#entries.get(graph) ?? { session: this.#open(graph), running: new Set() };
    // set anew so that it stands last
    this.#entries.delete(graph);
    this.#entries.set(graph, entry);
    const run = entry.session.then(work);
    entry.running.add(run);
    try {
      return await run;
    } finally {
      entry.running.delete(run);
      await this.#trim();
    }
  }

  async close(): Promise<void> {
    const entries = [...this.#entries.values()].reverse();
    this.#entries.clear();
    for (const { session, running } of entries) {
      const [opened] = await Promise.allSettled([session, ...running]);
      if (opened.status === 'fulfilled') await opened.value.release();
    }
  }

  async #open(graph: Graph): Promise<InferenceSession> {
    try {
      return await InferenceSession.create(encodeModel(toOnnx(graph)), {
        executionProviders: ['cpu'],
        intraOpNumThreads: this.#options.threads,
        interOpNumThreads: 1,
        // its errors reach us as exceptions; a log line would only repeat them
        logSeverityLevel: 4,
        // a spinning thread takes the core that prepares the next block
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      });
    } catch (cause) {
      this.#entries.delete(graph);
      if (cause instanceof RangeError) throw cause;
      throw new AlaasError('INTERNAL', `ONNX Runtime could not load an array program: ${String(cause)}`, { cause });
    }
  }

  /** Closes what is over the limit and not in use. */
  async #trim(): Promise<void> {
    const most = this.#options.maxSessions ?? 64;
    for (const [graph, { session, running }] of this.#entries) {
      if (this.#entries.size <= most) return;
      if (running.size > 0) continue;
      this.#entries.delete(graph);
      await (await session).release();
    }
  }
}
