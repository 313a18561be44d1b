/** The part of an OpenAPI document that is changed here. */
interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

const prefix = '#/components/schemas/';
const inputSuffix = 'Input';

/**
 * The document without schemas that nothing refers to, and without the ending `Input` where a name has only that
 * variant. Mutates nothing.
 */
export function tidyOpenapi<T extends object>(document: T): T {
  const { components, ...rest } = document as Document;
  const schemas = components?.schemas ?? {};
  const reached = new Set<string>();
  const open = referencesIn(rest);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...referencesIn(schemas[name]));
  }
  const kept = Object.entries(schemas).filter(([name]) => reached.has(name));
  const isLone = (name: string) => name.endsWith(inputSuffix) && !reached.has(withoutSuffix(name));
  const rename = (name: string) => (isLone(name) ? withoutSuffix(name) : name);
  const pruned = {
    ...document,
    components: { ...components, schemas: Object.fromEntries(kept.map(([name, schema]) => [rename(name), schema])) },
  };
  return JSON.parse(JSON.stringify(pruned), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(prefix)
      ? prefix + rename(value.slice(prefix.length))
      : value,
  ) as T;
}

function withoutSuffix(name: string): string {
  return name.slice(0, -inputSuffix.length);
}

function referencesIn(value: unknown): string[] {
  const names: string[] = [];
  JSON.stringify(value ?? null, (key, inner: unknown) => {
    if (key === '$ref' && typeof inner === 'string' && inner.startsWith(prefix)) names.push(inner.slice(prefix.length));
    return inner;
  });
  return names;
}
