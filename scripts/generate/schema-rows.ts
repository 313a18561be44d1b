/** The part of JSON Schema that our schemas come out as. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** One key of a schema, for a reference page. */
export interface SchemaRow {
  /** With dots: `limits.timeout_ms`. */
  readonly key: string;
  /** What it takes: `integer (1 to 256)`. */
  readonly values: string;
  /** As JSON; absent when there is none. */
  readonly default?: string;
  /** True where the group the key is in does not work without it. */
  readonly isRequired: boolean;
  readonly description: string;
}

/**
 * The keys of an object schema, in the schema's order, with the keys of the objects inside.
 *
 * @throws Error naming the first key without a description
 */
export function schemaRows(schema: JsonSchema, prefix = ''): SchemaRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const key = prefix + name;
    const inner = part.properties === undefined ? [] : schemaRows(part, `${key}.`);
    // an object that says nothing of itself is only a heading for its keys
    if (inner.length > 0 && part.description === undefined) return inner;
    if (part.description === undefined) throw new Error(`The key ${key} has no description; add .describe() to it.`);
    const row = {
      key,
      values: valuesOf(part),
      isRequired: schema.required?.includes(name) ?? false,
      description: part.description,
      ...(part.default === undefined ? {} : { default: JSON.stringify(part.default) }),
    };
    return [row, ...inner];
  });
}

function valuesOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(valuesOf).join(' or ');
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(valuesOf).join(', ')}]`;
  if (schema.type === 'array') return `list: ${typeof schema.items === 'object' ? valuesOf(schema.items) : 'anything'}`;
  if (schema.type === 'object') return schema.properties === undefined ? 'map' : 'group of keys';
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.join(' or ') ?? 'anything');
  const range = rangeOf(schema);
  return range === '' ? type : `${type} (${range})`;
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const low = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
  // zod gives every integer these bounds; they say nothing about the key
  const high = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (low !== undefined && high !== undefined) return `${low} to ${high}`;
  const parts = [
    low === undefined ? '' : `at least ${low}`,
    high === undefined ? '' : `at most ${high}`,
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
