import { AlaasError, type Item } from '@alaas/core';
import picomatch from 'picomatch';
import type { FileGate } from '../file-gate.ts';
import { shown } from '../shown.ts';
import { fileItem } from './folder.ts';
import { walk } from './walk.ts';

export interface GlobOptions {
  readonly gate: FileGate;
  /** The pattern as the caller wrote it, for messages. */
  readonly name: string;
  /** The label of an item is the name of the folder that its file is in. */
  readonly labelFolders?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** True when a path holds signs that make it a pattern; a bracket that nothing closes is a part of a name. */
export function isGlob(path: string): boolean {
  return /[*?[\]{}]/.test(path) && scan(path).glob !== '';
}

/**
 * Every file that a pattern matches (`*`, `**`, `?`, `[]`, `{}`), sorted by path, some at a time. Names that
 * start with a dot match only where the pattern writes the dot. The id is the path below the folder that the
 * pattern starts from.
 *
 * @param pattern absolute
 * @throws AlaasError `EMPTY_POOL` when nothing matches, `SOURCE_NOT_FOUND` when its folder does not exist
 */
export async function* listGlob(
  pattern: string,
  { gate, name, labelFolders, signal }: GlobOptions,
): AsyncGenerator<Item[]> {
  const { folder, maxDepth, hidden, accepts } = globParts(pattern);
  await gate.stat(folder, folder);
  let isEmpty = true;
  for await (const paths of walk(folder, { accepts, maxDepth, hidden, name: folder, signal })) {
    isEmpty = false;
    yield paths.map((path) => fileItem(folder, path, labelFolders));
  }
  if (isEmpty) throw new AlaasError('EMPTY_POOL', `No file matches ${shown(name)}.`);
}

/** What a pattern says. */
export interface GlobParts {
  /** The part before the first pattern sign. */
  readonly folder: string;
  /** How many folders deep a match can be. */
  readonly maxDepth: number;
  /** Whether names that start with a dot can match. */
  readonly hidden: boolean;
  /** Whether a path below the folder matches. */
  readonly accepts: (path: string) => boolean;
}

/** Stars between two slashes, and braces: a name is tried with every way to share it out among them. */
const mostSigns = 4;

/**
 * @param pattern absolute
 * @throws AlaasError `SOURCE_UNSUPPORTED` for one that could take for ever
 */
export function globParts(pattern: string): GlobParts {
  const { base, glob } = scan(pattern);
  const stars = glob.split('/').map((name) => name.match(/\*+/g)?.length ?? 0);
  if (Math.max(...stars) > mostSigns || (glob.match(/\{/g)?.length ?? 0) > mostSigns) {
    throw new AlaasError(
      'SOURCE_UNSUPPORTED',
      `The pattern ${shown(pattern)} has more than ${mostSigns} stars between two slashes, or more than ${mostSigns} braces. Say it with fewer.`,
    );
  }
  const isBounded = !glob.includes('**') && !/\{[^}]*\//.test(glob);
  return {
    folder: base === '' ? '/' : base.replace(/\\(.)/g, '$1'),
    maxDepth: isBounded ? glob.split('/').length : Number.POSITIVE_INFINITY,
    hidden: /(^|[/{,])\./.test(glob),
    accepts: picomatch(glob, { noextglob: true, nonegate: true }),
  };
}

function scan(pattern: string): { readonly base: string; readonly glob: string } {
  // of parentheses and bars picomatch would make groups, but they are common in names
  return picomatch.scan(pattern.replace(/[()|]/g, '\\$&'));
}
