import { resolve } from 'node:path';
import { AlaasError, type QueryRequest } from '@alaas/core';
import type { World } from '../world.ts';

/**
 * What `--input` names, as a request says it: an absolute path, a URI as it stands, or for `-` the text of
 * a manifest from standard input, whose relative paths start from the working directory.
 *
 * @throws AlaasError `INVALID_MANIFEST` when standard input holds no UTF-8 text or nothing
 */
export async function readInput(
  input: string,
  world: Pick<World, 'cwd' | 'stdin'>,
): Promise<Pick<QueryRequest, 'input' | 'manifest'>> {
  if (input === '-') {
    return { manifest: { text: await readManifest(world.stdin), format: 'auto', base: world.cwd } };
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(input)) return { input };
  return { input: resolve(world.cwd, input.replace(/^file:/i, '')) };
}

async function readManifest(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  try {
    for await (const chunk of stdin) parts.push(decoder.decode(chunk, { stream: true }));
    parts.push(decoder.decode());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AlaasError('INVALID_MANIFEST', 'Standard input is not UTF-8 text. Convert it, with iconv for example.', {
      cause: error,
    });
  }
  const text = parts.join('');
  if (text.trim() === '') {
    throw new AlaasError(
      'INVALID_MANIFEST',
      'Standard input is empty. Send a list of URIs, JSONL or CSV, such as: find photos -name "*.jpg" | alaas query --input - ...',
    );
  }
  return text;
}
