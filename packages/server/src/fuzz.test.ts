import { createRandom, errorTable, type Random } from '@alaas/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeChoices } from './projects/project.fixture.ts';
import { createTestApp, type TestApp } from './testing/test-app.ts';

/** Requests in all, and the longest one may take in milliseconds. */
const requests = 10_000;
const patienceMs = 5000;

type Schema = Readonly<Record<string, unknown>>;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly body: Schema | undefined;
}

let test: TestApp;
let document: Schema;

beforeAll(async () => {
  test = await createTestApp({ choices: () => new FakeChoices(20), yaml: 'limits: { requests_per_minute: 1000000 }' });
  document = (test.app.http as unknown as { swagger(): Schema }).swagger();
});

afterAll(async () => {
  await test.app.close();
});

function operations(): Operation[] {
  const paths = document.paths as Record<string, Record<string, Schema>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const content = (operation.requestBody as { content?: Record<string, { schema: Schema }> })?.content;
      return {
        method: method.toUpperCase(),
        path,
        parameters: (operation.parameters ?? []) as Operation['parameters'],
        body: content?.['application/json']?.schema,
      };
    }),
  );
}

const junk: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    -0,
    2 ** 53,
    '',
    ' ',
    'mail',
    'item-1',
    'spam',
    '../..',
    '__proto__',
    '\u0000',
    '\ud800',
  ],
  ...[
    'x'.repeat(3000),
    "'; DROP TABLE record; --",
    [],
    {},
    [[[[]]]],
    { __proto__: null, constructor: 1 },
    ['item-1', 7],
  ],
];

/** A value that a schema describes, or one that it does not. */
function draw(schema: Schema, random: Random, depth = 0): unknown {
  if (typeof schema !== 'object' || depth > 8 || random.below(12) === 0) return junk[random.below(junk.length)];
  const reference = schema.$ref;
  if (typeof reference === 'string') {
    const name = reference.split('/').pop() as string;
    const { schemas } = document.components as { schemas: Record<string, Schema> };
    return draw(schemas[name] ?? {}, random, depth + 1);
  }
  const choices = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as Schema[] | undefined;
  if (choices !== undefined) return draw(choices[random.below(choices.length)] ?? {}, random, depth + 1);
  if (Array.isArray(schema.enum)) return schema.enum[random.below(schema.enum.length)];
  if ('const' in schema) return schema.const;
  switch (schema.type) {
    case 'object':
      return drawObject(schema, random, depth);
    case 'array':
      return Array.from({ length: random.below(4) }, () => draw((schema.items ?? {}) as Schema, random, depth + 1));
    case 'string':
      return ['mail', 'letters', 'item-1', 'spam', 'ham', 'a', 'id-é', '1', 'margin-confidence', 'random'][
        random.below(10)
      ];
    case 'integer':
    case 'number':
      return [0, 1, 2, 0.5, 20, -1, 4294967296, Number(schema.maximum ?? 3)][random.below(8)];
    case 'boolean':
      return random.below(2) === 0;
    default:
      return junk[random.below(junk.length)];
  }
}

function drawObject(schema: Schema, random: Random, depth: number): object {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = new Set((schema.required ?? []) as string[]);
  const kept = properties.filter(([name]) => random.below(required.has(name) ? 12 : 3) !== 0);
  const drawn = Object.fromEntries(kept.map(([name, inner]) => [name, draw(inner, random, depth + 1)]));
  return random.below(15) === 0 ? { ...drawn, extra: junk[random.below(junk.length)] } : drawn;
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload?: string;
}

function drawRequest({ method, path, parameters, body }: Operation, random: Random): Request {
  const text = (schema: Schema): string => encodeURIComponent(toText(draw(schema, random)));
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known = name === 'id' ? 'mail' : 'item-1';
    return random.below(6) === 0 ? text({ type: 'string' }) || 'x' : known;
  });
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && random.below(2) === 0)
    .map(({ name, schema }) => `${name}=${text(schema)}`);
  const headers: Record<string, string> = { host: '127.0.0.1:60035' };
  if (random.below(10) === 0) headers['if-match'] = '"1"';
  const target = query.length === 0 ? url : `${url}?${query.join('&')}`;
  if (body === undefined) return { method, url: target, headers };
  headers['content-type'] = ['text/plain', 'application/yaml', ''][random.below(40)] ?? 'application/json';
  const whole = JSON.stringify(draw(body, random)) ?? '';
  const payload = random.below(20) === 0 ? whole.slice(0, random.below(whole.length + 1)) : whole;
  return { method, url: target, headers, payload };
}

/** Encodable: half a surrogate pair is not. */
function toText(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).replaceAll(/[\ud800-\udfff]/g, '?');
}

describe('requests that a fuzzer draws from the OpenAPI document', () => {
  it('are answered in time, and never by a fault of the service', { timeout: 300_000 }, async () => {
    const random = createRandom(10_000);
    // a stream of events has no end, and the engine in memory gives as many picks as it is asked for
    const all = operations().filter(({ path }) => path !== '/v1/events' && path !== '/v1/select');
    expect(all.filter(({ path }) => path.startsWith('/v1/projects')).length).toBeGreaterThan(10);
    const statuses = new Map<number, number>();
    for (let i = 0; i < requests; i++) {
      if (i % 200 === 0) {
        await test.call('POST', '/v1/datasets', { body: { id: 'letters' } });
        const labels = [{ name: 'spam' }, { name: 'ham' }];
        await test.call('POST', '/v1/projects', { body: { id: 'mail', dataset: 'letters', labels } });
      }
      const operation = all[random.below(all.length)] as Operation;
      const request = drawRequest(operation, random);
      const begin = performance.now();
      const response = await test.app.http.inject(request as never);
      const what = JSON.stringify([request, response.body]);
      expect(response.statusCode, what).toBeLessThan(500);
      expect(performance.now() - begin, what).toBeLessThan(patienceMs);
      if (response.statusCode >= 400) {
        expect(response.headers['content-type'], what).toBe('application/problem+json; charset=utf-8');
        expect(Object.keys(errorTable), what).toContain(response.json().code);
      }
      statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1);
    }
    // what is drawn is neither all right nor all wrong
    expect(statuses.get(200) ?? 0).toBeGreaterThan(requests / 100);
    expect(statuses.get(400) ?? 0).toBeGreaterThan(requests / 10);
  });
});
