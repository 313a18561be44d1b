/** A text of a stranger as it can be shown: no control character reaches the terminal, lines and tabs stay. */
export function plain(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\u00b7');
}

/** The beginning of a text on one line of at most so many characters. */
export function oneLine(text: string, length: number): string {
  const line = plain(text).replaceAll(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join('')}\u2026`;
}
