import fc from 'fast-check';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema | boolean;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** Values that mean something to the service that is asked, by the name of the property or parameter. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/** Values that a schema of an OpenAPI document allows, small ones as a rule. Half of the names that are known have known values. */
export function valuesOf(
  schema: Schema,
  { schemas, known }: { readonly schemas: Readonly<Record<string, Schema>>; readonly known: KnownValues },
): fc.Arbitrary<unknown> {
  return build(schema, '', 0);

  function build(given: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const values = known[name];
    const drawn = draw(given, name, depth);
    if (values === undefined) return drawn;
    return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: drawn });
  }

  function draw(given: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    if (given.$ref !== undefined) return build(schemas[given.$ref.replace(/^.*\//, '')] ?? {}, name, depth + 1);
    if (given.enum !== undefined) return fc.constantFrom(...given.enum);
    if ('const' in given) return fc.constant(given.const);
    const choices = given.anyOf ?? given.oneOf;
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => build(choice, name, depth + 1)));
    const type = typeof given.type === 'string' ? given.type : given.type?.[0];
    switch (type) {
      case 'object':
        return objects(given, depth);
      case 'array': {
        const { minItems = 0, maxItems = 3, prefixItems, items } = given;
        if (prefixItems !== undefined) return fc.tuple(...prefixItems.map((one) => build(one, name, depth + 1)));
        if (depth > 6) return fc.constant([]);
        return fc.array(build(typeof items === 'object' ? items : {}, name, depth + 1), {
          minLength: minItems,
          maxLength: Math.min(maxItems, minItems + 2),
        });
      }
      case 'string':
        return strings(given);
      case 'integer':
        return fc.integer({
          min: Math.ceil(least(given)),
          max: Math.floor(Math.min(given.maximum ?? 1000, 2 ** 31 - 1)),
        });
      case 'number':
        return fc.double({ min: least(given), max: given.maximum ?? 1000, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  }

  function objects(
    { properties = {}, required = [], additionalProperties }: Schema,
    depth: number,
  ): fc.Arbitrary<unknown> {
    const parts = Object.entries(properties).filter(([key]) => depth < 6 || required.includes(key));
    const record = fc.record(Object.fromEntries(parts.map(([key, value]) => [key, build(value, key, depth + 1)])), {
      requiredKeys: parts.map(([key]) => key).filter((key) => required.includes(key)) as never[],
    });
    if (typeof additionalProperties !== 'object') return record;
    const more = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), build(additionalProperties, '', depth + 1), {
      maxKeys: 2,
    });
    return fc.tuple(record, more).map(([own, others]) => ({ ...others, ...own }));
  }
}

function least({ minimum, exclusiveMinimum, maximum = 1000 }: Schema): number {
  return Math.max(
    minimum ?? (exclusiveMinimum === undefined ? Math.min(0, maximum) : exclusiveMinimum + 1),
    -(2 ** 31),
  );
}

function strings({ pattern, minLength = 0, maxLength = 20 }: Schema): fc.Arbitrary<string> {
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
    } catch {
      return fc.stringMatching(/^[a-z]{1,8}$/);
    }
  }
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 20)), unit: 'grapheme' });
}
