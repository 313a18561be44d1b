import { AlaasError, type Features, type Matrix, type ModelEntry, matrix } from '@alaas/core';
import type { FeedRows } from './feeder.ts';
import { type GraphValue, showValue } from './graph-value.ts';
import { softmax } from './softmax.ts';

type Role = 'embedding' | 'logits' | 'probabilities';

/** Which of the graph's outputs are fetched, and as what. */
export type OutputPlan = Readonly<Partial<Record<Role, string>>> & { readonly pooling: 'mean' | 'cls' };

/** A tensor as any of the libraries gives it. */
export interface OutputTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

/**
 * The outputs an entry names, and those the graph itself calls embedding, logits or probabilities. A declared
 * output goes before a found one, and probabilities before logits.
 *
 * @throws AlaasError `MODEL_OUTPUT` listing the graph's outputs and what to write
 */
export function planOutputs(entry: ModelEntry, graph: readonly GraphValue[]): OutputPlan {
  const declared = entry.outputs;
  const has = (name: string): boolean => graph.some((output) => output.name === name);
  for (const role of ['embedding', 'logits', 'probabilities'] as const) {
    const name = declared?.[role];
    if (name !== undefined && !has(name)) {
      throw new AlaasError(
        'MODEL_OUTPUT',
        `Model "${entry.name}" has no output "${name}", which outputs.${role} names. Its outputs: ${list(graph)}.`,
      );
    }
  }
  const find = (role: Role): string | undefined => declared?.[role] ?? (has(role) ? role : undefined);
  const embedding = find('embedding');
  const classes =
    (['probabilities', 'logits'] as const).find((role) => declared?.[role] !== undefined) ??
    (['probabilities', 'logits'] as const).find(has);
  const plan = {
    ...(embedding === undefined ? {} : { embedding }),
    ...(classes === undefined ? {} : { [classes]: find(classes) }),
    pooling: declared?.pooling ?? 'mean',
  };
  const fetched = fetchedOutputs(plan);
  if (fetched.length === 0) {
    throw new AlaasError(
      'MODEL_OUTPUT',
      `Model "${entry.name}" does not say which output is what. Its outputs: ${list(graph)}. Write outputs: { embedding: NAME, logits: NAME }, with either or both.`,
    );
  }
  for (const output of graph) {
    if (fetched.includes(output.name) && output.type !== 'float32') {
      throw new AlaasError(
        'MODEL_OUTPUT',
        `Output ${showValue(output)} of model "${entry.name}" is not float32. Export the model with float32 outputs.`,
      );
    }
  }
  return plan;
}

/** Names of the outputs a run has to fetch, each once. */
export function fetchedOutputs(plan: OutputPlan): string[] {
  const names = [plan.embedding, plan.logits, plan.probabilities].filter((name) => name !== undefined);
  return [...new Set(names)];
}

/**
 * Features of one run, whatever their numbers: NaN stays NaN. Views of the outputs where these hold them already.
 *
 * @throws AlaasError `MODEL_SHAPE` when an output has another shape than its role wants
 */
export function readOutputs(
  plan: OutputPlan,
  values: Readonly<Record<string, OutputTensor>>,
  rows: FeedRows,
): Features {
  const { embedding, logits, probabilities } = plan;
  return {
    ...(embedding === undefined ? {} : { embeddings: embeddingRows(embedding, values[embedding], rows, plan.pooling) }),
    ...(logits === undefined ? {} : { probabilities: softmax(classRows(logits, values[logits], rows)) }),
    ...(probabilities === undefined ? {} : { probabilities: classRows(probabilities, values[probabilities], rows) }),
  };
}

function embeddingRows(
  name: string,
  tensor: OutputTensor | undefined,
  rows: FeedRows,
  pooling: 'mean' | 'cls',
): Matrix {
  const { data, dims } = denseOutput(name, tensor, rows);
  const [, second = 0, third = 0] = dims;
  if (dims.length === 2) return matrix(data.subarray(0, rows.kept * second), second);
  if (dims.length === 3) return pooled(data, { ...rows, length: second, width: third }, pooling);
  throw wrongShape(name, dims, rows, 'an embedding is [N, D], or [N, T, D] with one row per token');
}

function pooled(
  data: Float32Array,
  { kept, tokens, length, width }: FeedRows & { length: number; width: number },
  pooling: 'mean' | 'cls',
): Matrix {
  const out = new Float32Array(kept * width);
  const sums = new Float64Array(width);
  for (let row = 0; row < kept; row++) {
    const count = pooling === 'cls' ? 1 : Math.min(tokens?.[row] ?? length, length);
    sums.fill(0);
    for (let i = 0, at = row * length * width; i < count * width; i++) {
      sums[i % width] = (sums[i % width] as number) + (data[at + i] as number);
    }
    for (let d = 0; d < width; d++) out[row * width + d] = (sums[d] as number) / count;
  }
  return matrix(out, width);
}

function classRows(name: string, tensor: OutputTensor | undefined, rows: FeedRows): Matrix {
  const { data, dims } = denseOutput(name, tensor, rows);
  const [, classes = 0] = dims;
  if (dims.length !== 2) throw wrongShape(name, dims, rows, 'logits and probabilities are [N, K]');
  return matrix(data.subarray(0, rows.kept * classes), classes);
}

/** The output without trailing axes of length 1 behind the second: pooled feature maps are [N, D, 1, 1]. */
function denseOutput(
  name: string,
  tensor: OutputTensor | undefined,
  rows: FeedRows,
): { data: Float32Array; dims: number[] } {
  if (tensor === undefined || !(tensor.data instanceof Float32Array)) {
    throw new AlaasError(
      'MODEL_OUTPUT',
      `Output "${name}" gave no float32 numbers. Export the model with float32 outputs.`,
    );
  }
  const dims = [...tensor.dims];
  if (dims.length < 2 || dims[0] !== rows.fed) throw wrongShape(name, dims, rows, 'one row per item is needed');
  while (dims.length > 2 && dims.at(-1) === 1) dims.pop();
  return { data: tensor.data, dims };
}

function wrongShape(name: string, dims: readonly number[], rows: FeedRows, wanted: string): AlaasError {
  return new AlaasError(
    'MODEL_SHAPE',
    `Output "${name}" has shape [${dims.join(', ')}] for ${rows.fed} items; ${wanted}. Name another output, or export the model with one that fits.`,
  );
}

function list(graph: readonly GraphValue[]): string {
  return graph.map(showValue).join('; ');
}
