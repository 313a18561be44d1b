import { nameOf } from '../content/name-of.ts';

/** Characters of a text that name it. */
const nameLength = 60;

/** What an item is called where there is no room for it: the beginning of its text, or its file's name. */
export function itemName({ item, uri, text }: { item: string; uri: string; text?: string | undefined }): string {
  if (text === undefined || text.trim() === '') return nameOf(uri === '' || uri.startsWith('inline:') ? item : uri);
  return text.length <= nameLength ? text : `${text.slice(0, nameLength)}…`;
}
