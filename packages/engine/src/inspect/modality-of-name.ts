import type { InspectedModality } from '@alaas/core';

/** Endings of file names by what such files hold. */
const endings: Readonly<Partial<Record<InspectedModality, readonly string[]>>> = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif'],
  text: ['txt'],
  audio: ['wav', 'mp3', 'flac', 'ogg', 'oga', 'opus'],
};

const byEnding = new Map(
  Object.entries(endings).flatMap(([modality, names]) =>
    names.map((name) => [name, modality as InspectedModality] as const),
  ),
);

/** What a file of this name, path or URI holds, as far as its ending says. */
export function modalityOfName(name: string): InspectedModality | undefined {
  return byEnding.get(endingOf(name));
}

/** The ending of a name without its dot, in lower case; of a URI without query and fragment. Empty: none. */
export function endingOf(name: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\//i.test(name) ? name.replace(/[?#].*$/s, '') : name;
  return /\.([a-z0-9]{1,8})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
}
