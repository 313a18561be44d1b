import { readFile } from 'node:fs/promises';
import { AlaasError } from '@alaas/core';
import { Tokenizer } from '@huggingface/tokenizers';
import { tokenizerFiles } from './tokenizer-file.ts';

/** Token ids of texts. */
export interface TextTokenizer {
  /** Id that fills the end of shorter rows. */
  readonly padId: number;
  /** All ids of a text; the special tokens around it only when asked for. */
  encode(text: string, withSpecials: boolean): readonly number[];
}

/**
 * Reads a tokenizer.json, and the tokenizer_config.json beside it where there is one.
 *
 * @throws AlaasError `MODEL_INVALID` when it is not one
 */
export async function loadTokenizer(path: string): Promise<TextTokenizer> {
  const [file, configFile] = await tokenizerFiles(path);
  const definition = await readObject(file);
  const model = definition.model as { unk_token?: unknown } | null | undefined;
  // the library asks the config alone for the unknown token of a model of whole words
  const config = { unk_token: model?.unk_token, ...(configFile === undefined ? {} : await readObject(configFile)) };
  const tokenizer = build(path, definition, config);
  return {
    padId: padIdOf(tokenizer, definition, config),
    encode(text, withSpecials) {
      const ids: (number | undefined)[] = tokenizer.encode(text, { add_special_tokens: withSpecials }).ids;
      // a model of whole words without an unknown token has no id for others
      return ids.filter((id) => id !== undefined);
    },
  };
}

/**
 * At least one id and at most `maxTokens`. A longer text loses the end of its own tokens; the special tokens
 * that close it stay, since models are trained with them.
 */
export function encodeText(tokenizer: TextTokenizer, text: string, maxTokens: number): readonly number[] {
  const ids = tokenizer.encode(text, true);
  if (ids.length === 0) return [tokenizer.padId];
  if (ids.length <= maxTokens) return ids;
  const own = tokenizer.encode(text, false);
  const specials = ids.length - own.length;
  let before = 0;
  while (before < specials && !own.every((id, i) => ids[before + i] === id)) before++;
  const after = ids.slice(before + own.length);
  return [...ids.slice(0, Math.max(maxTokens - after.length, 0)), ...after].slice(0, maxTokens);
}

/** Parts that a tokenizer.json may leave out, but that the library looks for. */
const optionalParts = { added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };

function build(path: string, definition: object, config: object): Tokenizer {
  try {
    return new Tokenizer({ ...optionalParts, ...definition }, config);
  } catch (cause) {
    throw invalid(path, cause);
  }
}

async function readObject(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw invalid(path, cause);
  }
  throw invalid(path, undefined);
}

function padIdOf(tokenizer: Tokenizer, definition: Record<string, unknown>, config: Record<string, unknown>): number {
  const padding = definition.padding as { pad_id?: unknown } | null | undefined;
  if (typeof padding?.pad_id === 'number') return padding.pad_id;
  const token = config.pad_token as { content?: unknown } | string | null | undefined;
  const content = typeof token === 'object' ? token?.content : token;
  const id = typeof content === 'string' ? tokenizer.token_to_id(content) : undefined;
  return id ?? tokenizer.token_to_id('[PAD]') ?? tokenizer.token_to_id('<pad>') ?? 0;
}

function invalid(path: string, cause: unknown): AlaasError {
  const reason = cause instanceof Error ? `: ${cause.message.replace(/\.$/, '')}` : '';
  return new AlaasError(
    'MODEL_INVALID',
    `${path} is not a tokenizer that can be read${reason}. Give the tokenizer.json that the Hugging Face tokenizers library writes.`,
    { cause },
  );
}
