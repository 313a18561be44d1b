/** Names under which tools keep an item's text, and its place. */
const textKeys = ['text', 'sentence', 'content', 'document'];
const uriKeys = ['uri', 'url', 'image', 'audio', 'filename', 'file_name', 'path'];

/** Where an item's content is: inline as text, or behind a URI. */
export interface Content {
  readonly text?: string;
  readonly uri?: string;
}

/**
 * The content among the fields of another tool's item: by the usual names, else the only field that is a text. Undefined:
 * there is none, or it is not clear which.
 */
export function contentOf(fields: Readonly<Record<string, unknown>>): Content | undefined {
  const named = (keys: readonly string[]) =>
    keys.map((key) => fields[key]).find((value): value is string => typeof value === 'string' && value !== '');
  const text = named(textKeys);
  if (text !== undefined) return { text };
  const uri = named(uriKeys);
  if (uri !== undefined) return { uri };
  const texts = Object.values(fields).filter((value) => typeof value === 'string');
  const [only] = texts;
  if (only === undefined || texts.length > 1) return undefined;
  return isUri(only) ? { uri: only } : { text: only };
}

/** The name under which a tool shows what is behind a URI. */
export function mediaKey(uri: string): 'audio' | 'image' {
  return /\.(wav|mp3|ogg|flac|m4a|opus)([?#]|$)/i.test(uri) ? 'audio' : 'image';
}

/** True for `https://...`, `s3://...`, a path of a Label Studio upload and the like; a text with blanks is none. */
function isUri(value: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|\/data\/)\S+$/i.test(value);
}
