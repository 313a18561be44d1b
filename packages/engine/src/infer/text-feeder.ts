import { AlaasError, type Batch, type ModelEntry } from '@alaas/core';
import { type Feed, type Feeder, type MakeTensor, runs } from './feeder.ts';
import { type GraphValue, showValue } from './graph-value.ts';
import { encodeText, type TextTokenizer } from './text-tokenizer.ts';

/** Inputs a text graph may have, and what they hold at a real token and at padding. */
const fillers: Readonly<Record<string, (id: number, isReal: boolean) => number>> = {
  input_ids: (id) => id,
  attention_mask: (_id, isReal) => (isReal ? 1 : 0),
  token_type_ids: () => 0,
};

/** True for a graph that asks for token ids. */
export function wantsTokens(inputs: readonly GraphValue[]): boolean {
  return inputs.some(({ name }) => name === 'input_ids');
}

/**
 * Feeds texts as padded token ids. A graph without attention_mask would take the padding for text, so there
 * only texts of equal length share a run.
 *
 * @throws AlaasError `MODEL_SHAPE` when the graph has other inputs
 */
export function textFeeder<Tensor>(
  entry: ModelEntry,
  inputs: readonly GraphValue[],
  tokenizer: TextTokenizer,
  makeTensor: MakeTensor<Tensor>,
): Feeder<Tensor> {
  checkInputs(entry, inputs);
  const [rowAxis, lengthAxis] = inputs[0]?.shape ?? [];
  const fixedBatch = typeof rowAxis === 'number' ? rowAxis : undefined;
  const fixedLength = typeof lengthAxis === 'number' ? lengthAxis : undefined;
  const maxTokens = Math.min(entry.max_tokens, fixedLength ?? entry.max_tokens);
  const isMasked = inputs.some(({ name }) => name === 'attention_mask');
  return {
    modality: 'text',
    ...(fixedBatch === undefined ? {} : { fixedBatch }),
    // two rows show a graph that gives one row whatever it is fed
    probe: { kind: 'text', texts: Array.from({ length: fixedBatch ?? 2 }, () => 'a') },
    *feeds(batch: Batch): Iterable<Feed<Tensor>> {
      const rows = textsOf(entry, batch).map((text) => encodeText(tokenizer, text, maxTokens));
      for (const positions of runsOf(rows, isMasked, fixedBatch)) {
        const tokens = positions.map((position) => rows[position] as readonly number[]);
        const lengths = tokens.map((ids) => ids.length);
        const fed = fixedBatch ?? tokens.length;
        const size = { fed, length: fixedLength ?? Math.max(...lengths), padId: tokenizer.padId };
        const tensors = inputs.map((input) => [input.name, tokenTensor(input, tokens, size, makeTensor)] as const);
        yield {
          tensors: Object.fromEntries(tensors),
          rows: { fed, kept: tokens.length, tokens: lengths },
          positions,
        };
      }
    },
  };
}

function checkInputs(entry: ModelEntry, inputs: readonly GraphValue[]): void {
  const isFit = ({ name, type, shape }: GraphValue): boolean =>
    Object.hasOwn(fillers, name) && (type === 'int64' || type === 'int32') && shape.length === 2;
  if (wantsTokens(inputs) && inputs.every(isFit)) return;
  throw new AlaasError(
    'MODEL_SHAPE',
    `Model "${entry.name}" has a tokenizer, and its graph takes ${inputs.map(showValue).join('; ')}. A text graph takes input_ids [N, T], and may take attention_mask and token_type_ids, all int64. Export it with these inputs, or leave tokenizer out.`,
  );
}

function* runsOf(
  rows: readonly (readonly number[])[],
  isMasked: boolean,
  fixedBatch: number | undefined,
): Generator<number[]> {
  const positions = [...rows.keys()];
  const groups = isMasked ? [positions] : Map.groupBy(positions, (position) => rows[position]?.length).values();
  for (const group of groups) {
    for (const run of runs(group.length, fixedBatch ?? Number.POSITIVE_INFINITY)) {
      yield run.map((i) => group[i] as number);
    }
  }
}

function tokenTensor<Tensor>(
  input: GraphValue,
  rows: readonly (readonly number[])[],
  { fed, length, padId }: { fed: number; length: number; padId: number },
  makeTensor: MakeTensor<Tensor>,
): Tensor {
  const values = new Int32Array(fed * length);
  const fill = fillers[input.name] as (id: number, isReal: boolean) => number;
  for (let row = 0, at = 0; row < fed; row++) {
    // a row of padding holds one real token: some graphs give NaN for a row that is masked throughout
    const ids = rows[row] ?? [padId];
    for (let i = 0; i < length; i++, at++) values[at] = fill(ids[i] ?? padId, i < ids.length);
  }
  const dims = [fed, length];
  return input.type === 'int64'
    ? makeTensor('int64', BigInt64Array.from(values, BigInt), dims)
    : makeTensor('int32', values, dims);
}

function textsOf(entry: ModelEntry, batch: Batch): readonly string[] {
  if (batch.kind === 'text') return batch.texts;
  throw new AlaasError('MODEL_SHAPE', `Model "${entry.name}" takes texts and was given ${batch.kind}.`);
}
