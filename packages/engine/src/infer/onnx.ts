import { AlaasError, type ModelEntry } from '@alaas/core';
import { Tensor } from 'onnxruntime-node';
import { downloadModel } from './download-model.ts';
import { externalFiles } from './external-files.ts';
import type { Feeder, MakeTensor } from './feeder.ts';
import { createFeedingBackend, loaded } from './feeding-backend.ts';
import { fileDigest, valueDigest } from './file-digest.ts';
import { imageFeeder } from './image-feeder.ts';
import type { LocatedModel, LocateOptions, ModelBackend } from './model-backend.ts';
import { type GraphSession, openSession } from './onnx-session.ts';
import { fetchedOutputs, planOutputs, readOutputs } from './outputs.ts';
import { textFeeder, wantsTokens } from './text-feeder.ts';
import { loadTokenizer } from './text-tokenizer.ts';
import { findTokenizer, tokenizerFiles } from './tokenizer-file.ts';

/** Runs ONNX files, from this machine or from a URL with a checksum, in this process. */
export const onnx: ModelBackend = {
  kind: 'onnx',

  async locate(entry, place, options) {
    if (place.kind === 'url') return describe(entry, await downloadModel(entry, place.url, options), options);
    if (place.kind !== 'file') return undefined;
    const actual = await fileDigest(place.path, options.signal);
    if (entry.sha256 !== undefined && entry.sha256.toLowerCase() !== actual) {
      throw new AlaasError(
        'MODEL_CHECKSUM',
        `Model "${entry.name}": ${place.path} has SHA-256 ${actual}, and the entry expects ${entry.sha256}. Fetch the file again, or correct sha256.`,
      );
    }
    return describe(entry, place.path, options);
  },

  async load(located, options) {
    const { entry, path = '' } = located;
    const session = await openSession(path, options);
    try {
      const feeder = await feederFor(located, session);
      const plan = planOutputs(entry, session.outputs);
      const fetched = fetchedOutputs(plan);
      const backend = await createFeedingBackend({
        name: entry.name,
        feeder,
        run: async ({ tensors, rows }) => readOutputs(plan, await session.run(tensors, fetched), rows),
        close: () => session.close(),
      });
      return loaded(backend, feeder);
    } catch (error) {
      await session.close();
      throw error;
    }
  },
};

async function describe(entry: ModelEntry, path: string, options: LocateOptions): Promise<LocatedModel> {
  const tokenizerPath = await findTokenizer(entry, path, options.folder);
  const digests = (files: readonly string[]): Promise<string[]> =>
    Promise.all(files.map((file) => fileDigest(file, options.signal)));
  const weights = await digests([path, ...(await externalFiles(path))]);
  const { input, outputs, max_tokens } = entry;
  const feeding =
    tokenizerPath === undefined
      ? { input }
      : { tokenizer: await digests(await tokenizerFiles(tokenizerPath)), max_tokens };
  return {
    entry,
    kind: 'onnx',
    path,
    ...(tokenizerPath === undefined ? {} : { tokenizerPath }),
    digest: valueDigest({ kind: 'onnx', weights, outputs, ...feeding }),
  };
}

async function feederFor({ entry, tokenizerPath }: LocatedModel, { inputs }: GraphSession): Promise<Feeder<Tensor>> {
  if (tokenizerPath !== undefined) return textFeeder(entry, inputs, await loadTokenizer(tokenizerPath), makeTensor);
  if (!wantsTokens(inputs)) return imageFeeder(entry, inputs, makeTensor);
  throw new AlaasError(
    'MODEL_MISSING',
    `Model "${entry.name}" takes token ids and has no tokenizer. Write tokenizer: file:PATH of its tokenizer.json, or put that beside the model.`,
  );
}

const makeTensor: MakeTensor<Tensor> = (type, data, dims) => new Tensor(type, data, dims);
