/** The last part of a URI: what people call the item. */
export function nameOf(uri: string): string {
  return uri.split(/[/\\]/).findLast((part) => part !== '') ?? uri;
}
