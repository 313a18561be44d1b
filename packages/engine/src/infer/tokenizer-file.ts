import { dirname, join } from 'node:path';
import { AlaasError, type ModelEntry } from '@alaas/core';
import { exists } from './exists.ts';
import { localPath } from './hub-place.ts';

/**
 * Path of the tokenizer.json that an entry names, or else of one that lies beside the model of an entry
 * without image input.
 *
 * @param modelPath absolute path of the ONNX file
 * @param folder absolute; a relative path starts here
 * @throws AlaasError `MODEL_MISSING` naming the path tried
 */
export async function findTokenizer(entry: ModelEntry, modelPath: string, folder: string): Promise<string | undefined> {
  if (entry.tokenizer === undefined) {
    const beside = join(dirname(modelPath), 'tokenizer.json');
    return entry.input === undefined && (await exists(beside)) ? beside : undefined;
  }
  const path = localPath(entry.tokenizer, folder);
  if (await exists(path)) return path;
  throw new AlaasError(
    'MODEL_MISSING',
    `Model "${entry.name}": there is no tokenizer ${path}. Correct tokenizer, or put the tokenizer.json there.`,
  );
}

/** The files that decide what a tokenizer gives: itself and the tokenizer_config.json beside it, where there is one. */
export async function tokenizerFiles(path: string): Promise<[string] | [string, string]> {
  const config = join(dirname(path), 'tokenizer_config.json');
  return (await exists(config)) ? [path, config] : [path];
}
