import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AlaasError, type ModelEntry, nearest } from '@alaas/core';
import { exists } from './exists.ts';

/** What a Hugging Face model is asked for, in the field's own words. */
const transformersTasks = [
  'text-classification',
  'feature-extraction',
  'image-classification',
  'image-feature-extraction',
] as const;

export type TransformersTask = (typeof transformersTasks)[number];

/** Where exports keep the graph; the first that is there is run. */
const graphs = [
  { subfolder: 'onnx', file: 'model.onnx', dtype: 'fp32' },
  { subfolder: '', file: 'model.onnx', dtype: 'fp32' },
  { subfolder: 'onnx', file: 'model_quantized.onnx', dtype: 'q8' },
] as const;

/** A folder as the Hugging Face hub lays it out, with what was found in it. */
export interface TransformersFolder {
  readonly path: string;
  readonly task: TransformersTask;
  readonly graph: (typeof graphs)[number];
  /** Absolute path of the graph. */
  readonly graphPath: string;
  /** Absolute paths of the other files that change what the model gives. */
  readonly configPaths: readonly string[];
  /** Of a classifier: the names of its classes, where its config says them. */
  readonly labels?: readonly string[];
}

/**
 * @throws AlaasError `MODEL_MISSING` naming the file that is not there, `MODEL_INVALID` for a config.json that
 *   is not JSON, `INVALID_CONFIG` for an unknown task
 */
export async function openTransformersFolder(entry: ModelEntry, path: string): Promise<TransformersFolder> {
  const config = await readConfig(path, 'config.json');
  if (config === undefined) {
    throw new AlaasError(
      'MODEL_MISSING',
      `Model "${entry.name}": the folder ${path} has no config.json, so it is not a Hugging Face model. Write hub: file:PATH of the ONNX file itself, or name another folder.`,
    );
  }
  const graph = await firstPresent(path);
  if (graph === undefined) {
    throw new AlaasError(
      'MODEL_MISSING',
      `Model "${entry.name}": there is no ${join(path, 'onnx', 'model.onnx')}. Export the model with "optimum-cli export onnx" and put model.onnx there.`,
    );
  }
  const others = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'preprocessor_config.json'];
  const present = await Promise.all(others.map(async (name) => ((await exists(join(path, name))) ? [name] : [])));
  const names = present.flat();
  const task = taskOf(entry, config, names);
  const labels = task.endsWith('classification') ? labelsOf(config) : undefined;
  return {
    path,
    task,
    ...(labels && { labels }),
    graph,
    graphPath: join(path, graph.subfolder, graph.file),
    configPaths: names.map((name) => join(path, name)),
  };
}

/**
 * A JSON file of the folder; undefined when it is not there.
 *
 * @throws AlaasError `MODEL_INVALID` when it is not JSON
 */
export async function readConfig(folder: string, name: string): Promise<Record<string, unknown> | undefined> {
  const path = join(folder, name);
  if (!(await exists(path))) return undefined;
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new AlaasError('MODEL_INVALID', `${path} is not JSON. Fetch the model again.`, { cause });
  }
}

/** `id2label` as a list; undefined where it is not there, or skips a number. */
function labelsOf({ id2label }: Record<string, unknown>): string[] | undefined {
  if (typeof id2label !== 'object' || id2label === null) return undefined;
  const names = new Map(Object.entries(id2label));
  const labels = Array.from({ length: names.size }, (_, i) => names.get(String(i)));
  return labels.length > 0 && labels.every((name) => typeof name === 'string') ? labels : undefined;
}

function taskOf(entry: ModelEntry, config: Record<string, unknown>, files: readonly string[]): TransformersTask {
  if (entry.task !== undefined) return namedTask(entry, entry.task);
  const architecture = Array.isArray(config.architectures) ? String(config.architectures[0]) : '';
  if (architecture.endsWith('ForSequenceClassification')) return 'text-classification';
  if (architecture.endsWith('ForImageClassification')) return 'image-classification';
  return files.includes('preprocessor_config.json') ? 'image-feature-extraction' : 'feature-extraction';
}

function namedTask(entry: ModelEntry, name: string): TransformersTask {
  const found = transformersTasks.find((task) => task === name);
  if (found !== undefined) return found;
  const meant = nearest(name, transformersTasks);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  throw new AlaasError(
    'INVALID_CONFIG',
    `Model "${entry.name}": task "${name}" is not one that gives embeddings or class probabilities.${hint} Known: ${transformersTasks.join(', ')}.`,
  );
}

async function firstPresent(path: string): Promise<(typeof graphs)[number] | undefined> {
  for (const graph of graphs) if (await exists(join(path, graph.subfolder, graph.file))) return graph;
  return undefined;
}
