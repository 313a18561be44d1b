import { fileModality, type InspectedModality } from '@alaas/core';

/** A file that a person dropped or chose. */
export interface GivenFile {
  readonly file: File;
  /** Its name, with the folders that it came in. */
  readonly path: string;
}

/** What files of a person are. */
export interface SortedFiles {
  readonly modality: InspectedModality | null;
  /** Those that are contents of items. */
  readonly files: readonly GivenFile[];
  /** How many others there were. */
  readonly left: number;
  /** Names of the folders that they are in, where these look like labels: the most frequent first. */
  readonly labels: readonly string[];
}

const mostFolders = 200;

/**
 * Tells contents from what lies beside them: hidden files, notes, lists. The kind of most of them is what the items are. Many
 * tables alone are time series, a file each; beside other contents they are lists.
 */
export function sortFiles(given: readonly GivenFile[]): SortedFiles {
  const known = given.flatMap((one) => {
    const modality = isHidden(one.path) ? undefined : (fileModality(one.path) as InspectedModality | undefined);
    return modality === undefined ? [] : [{ ...one, modality }];
  });
  const contents = known.filter(({ modality }) => modality !== 'series');
  const taken = contents.length > 0 ? contents : known;
  const files = taken.map(({ file, path }) => ({ file, path }));
  return {
    modality: tally(taken.map(({ modality }) => modality))[0]?.[0] ?? null,
    files,
    left: given.length - files.length,
    labels: folderLabels(files),
  };
}

/** The name of the folder that a file is in; empty text: none. */
export function folderOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}

function folderLabels(files: readonly GivenFile[]): string[] {
  const folders = tally(files.map(({ path }) => folderOf(path)));
  const isLabelLike = folders.length >= 2 && folders.length <= mostFolders && files.length >= 2 * folders.length;
  return isLabelLike && folders.every(([name]) => name !== '') ? folders.map(([name]) => name) : [];
}

/** How often each comes, the most frequent first; of equal ones, the one that came first. */
function tally<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}
