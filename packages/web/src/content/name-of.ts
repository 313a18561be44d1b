/**
 * The last part of a URI: what people call the item. Content that was handed over has a checksum for an address, which nobody
 * calls it by: there its id is the name.
 *
 * @param item id of the item; default: the URI
 */
export function nameOf(uri: string, item = uri): string {
  if (uri === '' || uri.startsWith('inline:')) return item;
  return uri.split(/[/\\]/).findLast((part) => part !== '') ?? uri;
}
