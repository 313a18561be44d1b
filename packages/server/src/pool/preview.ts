/** Characters of a text that a list shows. */
const SHOWN = 280;

/** The beginning of a text, and whether that is all of it. */
export function previewOf(text: string | undefined): { readonly text?: string; readonly isWhole: boolean } {
  if (text === undefined || text.length <= SHOWN) return { ...(text !== undefined && { text }), isWhole: true };
  const cut = text.slice(0, SHOWN);
  // half a character is none
  const isSplit = /[\uD800-\uDBFF]$/.test(cut);
  return { text: isSplit ? cut.slice(0, -1) : cut, isWhole: false };
}
