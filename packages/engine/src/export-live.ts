import { AlaasError } from '@alaas/core';
import { extractorDigest } from './dataset-scans.ts';
import type { HeadFile } from './engine.ts';
import type { LocatedModel } from './infer/index.ts';
import type { ExportWork } from './live-message.ts';
import type { LiveHead } from './live-pool.ts';

/** What the graph calls an embedding where its entry does not say. */
const EMBEDDING = 'embedding';

export interface ExportParts {
  /** Finds the model to put the head behind. Undefined: the head alone is wanted. */
  readonly locate: (() => Promise<LocatedModel>) | undefined;
  /** Digest of the model that it must be. Undefined: any. */
  readonly model: string | undefined;
  readonly write: (work: ExportWork) => Promise<Uint8Array>;
}

/**
 * A head as ONNX, behind the model it was trained on where that is asked for and one ONNX file.
 *
 * @throws AlaasError `CONFLICT`, `MODEL_*`, `CANCELLED`
 */
export async function exportLive(head: LiveHead, { locate, model, write }: ExportParts): Promise<HeadFile> {
  if (locate === undefined) return { onnx: await write({ head, model: undefined }), isJoined: false };
  const located = await locate();
  const { kind, path, entry } = located;
  if (model !== undefined && extractorDigest(located) !== model) {
    throw new AlaasError(
      'CONFLICT',
      `The head was not trained on the model "${entry.name}" that the dataset has now. Export the head alone, or train again.`,
    );
  }
  if (kind === 'onnx' && path !== undefined) {
    const embedding = entry.outputs?.embedding ?? EMBEDDING;
    return { onnx: await write({ head, model: { path, embedding } }), isJoined: true };
  }
  const what = kind === 'featurizer' ? 'is computed by ALaaS itself' : 'is run by a library of its own';
  return {
    onnx: await write({ head, model: undefined }),
    isJoined: false,
    note: `The model "${entry.name}" ${what} and is no ONNX file: this is the head alone, which takes the embeddings that the model gives.`,
  };
}
