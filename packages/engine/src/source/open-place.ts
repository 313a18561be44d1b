import { isAbsolute, resolve } from 'node:path';
import { AlaasError, type Config } from '@alaas/core';
import type { Access } from '../engine.ts';
import { createFileGate } from './file-gate.ts';
import { filePath } from './file-uri.ts';
import { shown } from './shown.ts';

/**
 * Opens a file that a caller names by an absolute path or a file: URI, for reading at any place. The caller closes `fd`.
 *
 * @throws AlaasError `SOURCE_UNSUPPORTED` for any other name, `SOURCE_NOT_FOUND`, `SOURCE_FORBIDDEN`, `SOURCE_READ`
 */
export async function openPlace(
  place: string,
  { access, sources }: { readonly access: Access; readonly sources: Config['sources'] },
): Promise<{ fd: number; bytes: number; name: string }> {
  const path = /^file:/i.test(place) ? filePath(place) : place;
  if (!isAbsolute(path)) {
    throw new AlaasError('SOURCE_UNSUPPORTED', `${shown(place)} is neither an absolute path nor a file: URI.`);
  }
  const { fd, stats } = await createFileGate(access, sources.roots).open(resolve(path), place);
  return { fd, bytes: Number(stats.size), name: shown(place) };
}
