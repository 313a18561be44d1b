import { AlaasError } from '@alaas/core';
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { type GraphValue, graphValues } from './graph-value.ts';
import type { LoadOptions } from './model-backend.ts';

/** A loaded graph. `run` blocks its thread for as long as it computes. */
export interface GraphSession {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** @throws AlaasError `INFER_FAILED` with what ONNX Runtime said */
  run(feeds: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
  close(): Promise<void>;
}

/**
 * Loads an ONNX file. Weights in files beside it are read too; ONNX Runtime refuses those outside its folder.
 *
 * @throws AlaasError `MODEL_INVALID` when it is not a model that ONNX Runtime can run,
 *   `MODEL_DEPENDENCY` when the device's libraries are not installed
 */
export async function openSession(path: string, options: LoadOptions): Promise<GraphSession> {
  const session = await createSession(path, options);
  return {
    inputs: graphValues(session.inputMetadata),
    outputs: graphValues(session.outputMetadata),
    async run(feeds, outputs) {
      try {
        return await session.run(feeds, outputs);
      } catch (cause) {
        throw new AlaasError('INFER_FAILED', `The model failed on a batch: ${firstLine(cause)}`, { cause });
      }
    },
    close: () => session.release(),
  };
}

/** How every session of ONNX Runtime is set up. */
export function sessionOptions({ threads, device }: LoadOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // its errors reach us as exceptions; a log line would only repeat them
    logSeverityLevel: 4,
    // a spinning thread takes the core that decodes the next batch
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

async function createSession(path: string, options: LoadOptions): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, sessionOptions(options));
  } catch (cause) {
    throw loadError(path, options, cause);
  }
}

/** What a failed load means: `MODEL_DEPENDENCY` when the device is not there, else `MODEL_INVALID`. */
export function loadError(path: string, { device }: LoadOptions, cause: unknown): AlaasError {
  if (device !== 'cpu' && /ExecutionProvider|shared library|CUDA|backend/i.test(String(cause))) {
    return new AlaasError(
      'MODEL_DEPENDENCY',
      `device: ${device} needs ONNX Runtime's ${device.toUpperCase()} libraries, which are not installed here. Run "npm rebuild onnxruntime-node --foreground-scripts" with its install script allowed, or write device: cpu.`,
      { cause },
    );
  }
  return new AlaasError(
    'MODEL_INVALID',
    `${path} is not a model that ONNX Runtime can load: ${firstLine(cause)} Check that the file is a complete ONNX export.`,
    { cause },
  );
}

/** The part of an ONNX Runtime error that says what is wrong. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // ONNX Runtime names its own source files and C++ signatures before the point
  const line = (text.split('\n')[0] ?? '').replace(/\/onnxruntime_src\/\S+ .*\) (?=\S)/, '').trim();
  return line.endsWith('.') ? line : `${line}.`;
}
