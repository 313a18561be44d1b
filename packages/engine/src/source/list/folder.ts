import { basename, dirname, join } from 'node:path';
import { AlaasError, fileExtensions, type Item } from '@alaas/core';
import { fileUri } from '../file-uri.ts';
import { shown } from '../shown.ts';
import { walk } from './walk.ts';

export interface FolderOptions {
  /** The folder as the caller wrote it, for messages. */
  readonly name: string;
  /** The label of an item is the name of the folder that its file is in. */
  readonly labelFolders?: boolean | undefined;
  readonly signal: AbortSignal;
}

const { image, text, audio, series } = fileExtensions;
const extensions = [...image, ...text, ...audio];
const contents = endsWithOneOf(extensions);
const seriesFiles = endsWithOneOf(series);
const single = endsWithOneOf([...image, ...audio, 'npy']);

/** True when a file name says that it holds one item, and not a list of them. */
export function isContentName(name: string): boolean {
  return single.test(name);
}

/**
 * The images, texts and recordings below a folder, sorted by path, some at a time; where there are none, its time series:
 * beside other contents, such files are lists and notes. Hidden files are skipped and symlinked folders not followed. The
 * id is the path below the folder.
 *
 * @throws AlaasError `EMPTY_POOL` when there are none
 */
export async function* listFolder(
  folder: string,
  { name, labelFolders, signal }: FolderOptions,
): AsyncGenerator<Item[]> {
  const maxDepth = Number.POSITIVE_INFINITY;
  for (const kinds of [contents, seriesFiles]) {
    let isEmpty = true;
    const accepts = (path: string): boolean => kinds.test(path);
    for await (const paths of walk(folder, { accepts, maxDepth, hidden: false, name, signal })) {
      isEmpty = false;
      yield paths.map((path) => fileItem(folder, path, labelFolders));
    }
    if (!isEmpty) return;
  }
  throw new AlaasError(
    'EMPTY_POOL',
    `The folder ${shown(name)} and those below it hold no file that ends in ${[...extensions, ...series].join(', ')} (hidden ones are skipped).`,
  );
}

/** The item of a file, whose id is its path below a folder. Its label, where it is to have one, is its folder's name. */
export function fileItem(folder: string, path: string, labelFolders = false): Item {
  const place = join(folder, path);
  return { id: path, uri: fileUri(place), ...(labelFolders && { label: basename(dirname(place)) }) };
}

function endsWithOneOf(names: readonly string[]): RegExp {
  return new RegExp(`\\.(${names.join('|')})$`, 'i');
}
