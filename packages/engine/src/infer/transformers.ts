import { AlaasError, type ModelEntry } from '@alaas/core';
import type { PreTrainedModel, Tensor } from '@huggingface/transformers';
import type { InferenceSession } from 'onnxruntime-node';
import { externalFiles } from './external-files.ts';
import type { Feeder, MakeTensor } from './feeder.ts';
import { createFeedingBackend, loaded } from './feeding-backend.ts';
import { fileDigest, valueDigest } from './file-digest.ts';
import { type GraphValue, graphValues } from './graph-value.ts';
import { downloadFromHub } from './huggingface-hub.ts';
import { imageFeeder } from './image-feeder.ts';
import type { LoadOptions, ModelBackend } from './model-backend.ts';
import { firstLine, loadError, sessionOptions } from './onnx-session.ts';
import { type OutputPlan, planOutputs, readOutputs } from './outputs.ts';
import { imageInputOf } from './preprocessor-config.ts';
import { textFeeder } from './text-feeder.ts';
import { openTransformersFolder, readConfig, type TransformersFolder } from './transformers-folder.ts';
import { importTransformers, type TransformersLibrary } from './transformers-library.ts';

/** Runs Hugging Face models through Transformers.js: folders of this machine, and repositories of the hub. */
export const transformers: ModelBackend = {
  kind: 'transformers',

  async locate(entry, place, options) {
    if (place.kind !== 'folder' && place.kind !== 'huggingface') return undefined;
    const path = place.kind === 'folder' ? place.path : await downloadFromHub(entry, place.id, options);
    const { task, graphPath, configPaths, labels } = await openTransformersFolder(entry, path);
    const files = [graphPath, ...(await externalFiles(graphPath)), ...configPaths];
    const digests = await Promise.all(files.map((file) => fileDigest(file, options.signal)));
    const { input, outputs, max_tokens } = entry;
    const feeding = isImageTask(task) ? { input } : { max_tokens };
    return {
      entry,
      kind: 'transformers',
      path,
      ...(labels && { labels }),
      digest: valueDigest({ kind: 'transformers', digests, task, outputs, ...feeding }),
    };
  },

  async load({ entry, path = '' }, options) {
    const library = await importTransformers();
    const folder = await openTransformersFolder(entry, path);
    const model = await loadPretrained(library, folder, options);
    try {
      const session = mainSession(entry, model);
      const feeder = await feederFor(library, entry, folder, graphValues(session.inputMetadata));
      const plan = planFor(entry, folder, graphValues(session.outputMetadata));
      const backend = await createFeedingBackend({
        name: entry.name,
        feeder,
        run: async ({ tensors, rows }) => readOutputs(plan, await forward(model, tensors), rows),
        close: async () => {
          await model.dispose();
        },
      });
      return loaded(backend, feeder);
    } catch (error) {
      await model.dispose();
      throw error;
    }
  },
};

function isImageTask(task: TransformersFolder['task']): boolean {
  return task.startsWith('image-');
}

async function loadPretrained(
  library: TransformersLibrary,
  { path, task, graph }: TransformersFolder,
  options: LoadOptions,
): Promise<PreTrainedModel> {
  const classes = {
    'text-classification': library.AutoModelForSequenceClassification,
    'image-classification': library.AutoModelForImageClassification,
    'feature-extraction': library.AutoModel,
    'image-feature-extraction': library.AutoModel,
  };
  try {
    return await classes[task].from_pretrained(path, {
      local_files_only: true,
      subfolder: graph.subfolder,
      dtype: graph.dtype,
      device: options.device,
      session_options: sessionOptions(options),
    });
  } catch (cause) {
    throw loadError(`${path} (${task})`, options, cause);
  }
}

/** The one graph of an encoder. Models that generate have several, and nothing here to ask them for. */
function mainSession(entry: ModelEntry, model: PreTrainedModel): InferenceSession {
  const session = model.sessions.model as InferenceSession | undefined;
  if (session !== undefined) return session;
  throw new AlaasError(
    'MODEL_SHAPE',
    `Model "${entry.name}" is made of several graphs (${Object.keys(model.sessions).join(', ')}). Choose an encoder, or a classifier.`,
  );
}

async function feederFor(
  library: TransformersLibrary,
  entry: ModelEntry,
  { path, task }: TransformersFolder,
  inputs: readonly GraphValue[],
): Promise<Feeder<Tensor>> {
  const makeTensor: MakeTensor<Tensor> = (type, data, dims) => new library.Tensor(type, data, [...dims]);
  if (isImageTask(task)) {
    const input = entry.input ?? imageInputOf((await readConfig(path, 'preprocessor_config.json')) ?? {}, entry.name);
    return imageFeeder({ ...entry, input }, inputs, makeTensor);
  }
  const tokenizer = await loadTokenizer(library, path);
  const max_tokens = Math.min(entry.max_tokens, tokenizer.model_max_length ?? entry.max_tokens);
  const encoder = {
    padId: tokenizer.pad_token_id ?? 0,
    encode: (text: string, withSpecials: boolean) => tokenizer.encode(text, { add_special_tokens: withSpecials }),
  };
  return textFeeder({ ...entry, max_tokens }, inputs, encoder, makeTensor);
}

async function loadTokenizer(
  library: TransformersLibrary,
  path: string,
): Promise<Awaited<ReturnType<TransformersLibrary['AutoTokenizer']['from_pretrained']>>> {
  try {
    return await library.AutoTokenizer.from_pretrained(path, { local_files_only: true });
  } catch (cause) {
    throw new AlaasError(
      'MODEL_INVALID',
      `The tokenizer in ${path} cannot be read: ${firstLine(cause)} Put the model's tokenizer.json and tokenizer_config.json there.`,
      { cause },
    );
  }
}

/** Outputs by the names that exports use, where the entry names none. */
function planFor(entry: ModelEntry, { task }: TransformersFolder, outputs: readonly GraphValue[]): OutputPlan {
  const usual = isImageTask(task)
    ? ['image_embeds', 'pooler_output', 'last_hidden_state']
    : ['sentence_embedding', 'text_embeds', 'last_hidden_state', 'token_embeddings', 'pooler_output'];
  const embedding = entry.outputs?.embedding ?? usual.find((name) => outputs.some((output) => output.name === name));
  const named = {
    pooling: entry.outputs?.pooling ?? ('mean' as const),
    ...entry.outputs,
    ...(embedding === undefined ? {} : { embedding }),
  };
  // what is not a classifier may have logits too, one row per token
  const isClassifier = task.endsWith('classification');
  const offered = outputs.filter(({ name }) => isClassifier || name !== 'logits' || entry.outputs?.logits === name);
  return planOutputs({ ...entry, outputs: named }, offered);
}

async function forward(
  model: PreTrainedModel,
  tensors: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Tensor>>> {
  try {
    return await model.forward(tensors);
  } catch (cause) {
    throw new AlaasError('INFER_FAILED', `The model failed on a batch: ${firstLine(cause)}`, { cause });
  }
}
