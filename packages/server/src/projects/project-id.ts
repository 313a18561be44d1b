/** Characters of a made id before its number. */
const longest = 100;

/** The id that a name suggests: `Spam & ham 2` gives `spam-ham-2`. Undefined: the name has no letter that an id may have. */
export function idFromName(name: string): string | undefined {
  const id = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return id === '' ? undefined : id;
}
