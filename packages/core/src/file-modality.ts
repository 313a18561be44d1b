import type { Modality } from './item.ts';

/** The endings of the files that items may be, by what they hold; a table's rows are not files. */
export const fileExtensions = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif'],
  text: ['txt'],
  audio: ['wav', 'mp3', 'ogg', 'oga', 'opus', 'flac'],
  series: ['csv', 'tsv', 'json', 'npy'],
} as const satisfies Partial<Record<Modality, readonly string[]>>;

const byExtension = new Map<string, Modality>(
  Object.entries(fileExtensions).flatMap(([modality, names]) =>
    names.map((name): [string, Modality] => [name, modality as keyof typeof fileExtensions]),
  ),
);

/**
 * What a file holds, as the ending of its name says it.
 *
 * @param place a path or URI; a query and a fragment of the latter do not count
 * @returns undefined for an ending that says nothing
 */
export function fileModality(place: string): Modality | undefined {
  const path = /^[a-z][a-z0-9+.-]*:/i.test(place) ? place.replace(/[?#].*$/s, '') : place;
  return byExtension.get(/\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '');
}
