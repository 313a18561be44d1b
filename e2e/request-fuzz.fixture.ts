import fc from 'fast-check';
import { type KnownValues, type Schema, valuesOf } from './schema-values.fixture.ts';

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** A request as it goes over the wire. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface FuzzOptions {
  readonly openapi: OpenApi;
  readonly known: KnownValues;
  /** Values of a path's parameter where they depend on the route, such as what may be deleted: `delete /v1/projects/{id}`. */
  readonly ids: (route: string, name: string) => readonly string[];
  /** Values of the header Authorization. */
  readonly authorizations: readonly (string | undefined)[];
}

/** Requests to every route of an OpenAPI document: some as it describes them, most of them broken in one or two ways. */
export function fuzzedRequests({ openapi, known, ids, authorizations }: FuzzOptions): fc.Arbitrary<FuzzRequest> {
  const schemas = openapi.components?.schemas ?? {};
  const routes = Object.entries(openapi.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => requestTo(method, path, operation)),
  );
  return fc.oneof(...routes);

  function requestTo(method: string, path: string, operation: Operation): fc.Arbitrary<FuzzRequest> {
    const { parameters = [], requestBody } = operation;
    const content = Object.entries(requestBody?.content ?? {});
    return fc.record({
      method: rarely(
        fc.constantFrom('PUT', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'),
        fc.constant(method.toUpperCase()),
        30,
      ),
      path: fc
        .tuple(pathOf(`${method} ${path}`, path), queryOf(parameters.filter((one) => one.in === 'query')))
        .map(([own, query]) => own + query),
      headers: headersOf(content.map(([type]) => type)),
      body:
        content.length === 0 ? rarely(brokenText, fc.constant(undefined), 10) : bodyOf(content[0]?.[1].schema ?? {}),
    });
  }

  function pathOf(route: string, path: string): fc.Arbitrary<string> {
    const parts = path.split(/(\{\w+\})/).map((part): fc.Arbitrary<string> => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) return fc.constant(part);
      return rarely(brokenSegment, fc.constantFrom(...ids(route, name)).map(encodeURIComponent), 4);
    });
    return fc.tuple(...parts).map((all) => all.join(''));
  }

  function queryOf(parameters: readonly Parameter[]): fc.Arbitrary<string> {
    const pairs = parameters.map(({ name, schema = {} }) =>
      fc.option(
        rarely(
          brokenSegment,
          valuesOf(schema, { schemas, known }).map((value) => encode(String(value))),
          2,
        ).map((value) => `${name}=${value}`),
        { nil: undefined },
      ),
    );
    const more = rarely(
      fc.constantFrom('&limit=1&limit=2', '&a[b]=c', '&__proto__=1', '&=', '&&&', '&n=%', '&unknown=1', '&%00=1'),
      fc.constant(''),
      8,
    );
    return fc.tuple(fc.tuple(...pairs), more).map(([given, extra]) => {
      const text = given.filter((pair) => pair !== undefined).join('&') + extra;
      return text === '' ? '' : `?${text}`;
    });
  }

  function headersOf(types: readonly string[]): fc.Arbitrary<Record<string, string>> {
    const type = rarely(fc.constantFrom(...brokenTypes), fc.constantFrom(types[0] ?? 'application/json', ...types), 8);
    const more = fc.dictionary(fc.constantFrom(...Object.keys(oddHeaders)), fc.nat(), { maxKeys: 2 });
    return fc
      .tuple(type, fc.constantFrom(...authorizations), rarely(more, fc.constant({}), 3))
      .map(([contentType, authorization, odd]) => ({
        ...(types.length > 0 && contentType !== '' ? { 'content-type': contentType } : {}),
        ...(authorization === undefined ? {} : { authorization }),
        ...Object.fromEntries(
          Object.entries(odd as Record<string, number>).map(([name, at]) => {
            const values = oddHeaders[name] as readonly string[];
            return [name, values[at % values.length] as string];
          }),
        ),
      }));
  }

  function bodyOf(schema: Schema): fc.Arbitrary<string | undefined> {
    const value = valuesOf(schema, { schemas, known });
    return fc.oneof(
      { weight: 3, arbitrary: value.map(write) },
      {
        weight: 5,
        arbitrary: fc.tuple(value, fc.nat(), brokenValue).map(([whole, at, odd]) => write(replaceOne(whole, at, odd))),
      },
      { weight: 2, arbitrary: fc.tuple(value, fc.nat()).map(([whole, at]) => write(dropOne(whole, at))) },
      {
        weight: 2,
        arbitrary: fc.tuple(value.map(write), fc.nat(), brokenPart).map(([text, at, odd]) => splice(text, at, odd)),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(value.map(write), fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
      },
      { weight: 1, arbitrary: brokenText },
    );
  }
}

/** One time in `n` the rare value. */
function rarely<T>(rare: fc.Arbitrary<T>, usual: fc.Arbitrary<T>, n: number): fc.Arbitrary<T> {
  return fc.oneof({ weight: 1, arbitrary: rare }, { weight: n - 1, arbitrary: usual });
}

const long = 'x'.repeat(70_000);

/** Values that stand where another type, range or form is wanted. Addresses are of this machine, where nothing listens. */
const brokenValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(
    ...[
      null,
      true,
      '',
      'NaN',
      'Infinity',
      '-0',
      0,
      -1,
      0.5,
      1e308,
      2 ** 53,
      -(2 ** 63),
      [],
      {},
      [[]],
      [null],
      ''.padEnd(2049, 'i'),
    ],
    ...[
      '\0',
      'a\0b',
      '\ud800',
      '\udc00x',
      '\u202e\u2066',
      '🙈'.repeat(300),
      '../../etc/passwd',
      '%00',
      long,
      "'; drop table record; --",
    ],
    ...[
      'http://127.0.0.1:1/x',
      'file:///etc/hostname',
      'http://[::1]:1',
      'data:,x',
      'ftp://127.0.0.1:1/',
      'constructor',
      '__proto__',
    ],
    ...[{ length: 1e9 }, { toString: 1 }, Array.from({ length: 2000 }, () => 1), { a: { b: { c: [] } } }],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.double(),
  fc.jsonValue(),
);

/** What JSON does not have, or has no good use for. */
const brokenPart = fc.constantFrom(
  ...[
    'NaN',
    '1e999',
    '-1e999',
    '01',
    "'",
    '"',
    '\\u0000',
    '\\ud800',
    '\0',
    '{',
    ']',
    ',',
    '/*x*/',
    '﻿',
    '1e-999',
    '\\u{1}',
  ],
  ...[
    '"__proto__":{"isOwner":true},',
    '"constructor":{"prototype":{"a":1}},',
    '"items":[],',
    '"id":"twice","id":"thrice",',
    '9'.repeat(400),
  ],
);

const brokenText = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      'null',
      '[]',
      '0',
      '"x"',
      '{',
      '}',
      'undefined',
      '{"a":1}{"b":2}',
      '{"__proto__":{"a":1}}',
      '\0',
      '﻿{}',
      'a: &a [*a]',
    ],
    ...[
      '['.repeat(5000),
      `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
      `"${long}"`,
      '{"items":null}',
      'a: b\n c',
      '- - - -',
      '%PDF-1.4',
    ],
    ...[
      '{"text":"a"}\n{"text":',
      'text,label\n"a,spam\n',
      '\n\n\n',
      'PAR1PAR1',
      '{"items":[{"item":"t","value":{"value":"\\ud800"}}]}',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** Parts of a URL, encoded well or badly. */
const brokenSegment = fc.oneof(
  fc.constantFrom(
    ...[
      '%',
      '%zz',
      '%00',
      '%2e%2e%2f',
      '..',
      '.',
      '%ff',
      '%ed%a0%80',
      '%F0%9F%99%88',
      '-1',
      '0',
      '1e9',
      '99999999999999999999',
      'NaN',
    ],
    ...[
      '',
      '%20',
      '%0d%0aX:%201',
      '__proto__',
      'constructor',
      'toString',
      'true',
      'x'.repeat(2100),
      'x'.repeat(9000),
      '*',
      '%2F',
      "'%20or%201=1",
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map(encode),
);

const brokenTypes = [
  ...[
    '',
    'text/plain',
    'application/xml',
    'application/json; charset=utf-16',
    'application/json;;;',
    'multipart/form-data',
    'x',
    '/',
  ],
  ...[
    'application/x-ndjson',
    'application/yaml',
    'text/csv',
    'application/x-www-form-urlencoded',
    'APPLICATION/JSON',
    '*/*',
  ],
];

const oddHeaders: Readonly<Record<string, readonly string[]>> = {
  prefer: ['wait=0', 'wait=-1', 'wait=1e9x', 'respond-async', 'wait=1, wait=2', '=', '"'],
  'if-match': ['"1"', '*', '"0"', 'W/"1"', 'x', '"99999999999999999"', ''],
  accept: ['text/html', '*/*;q=2', 'application/xml', ''],
  'accept-encoding': ['gzip', '*;q=0', 'br;q=x'],
  'content-encoding': ['gzip', 'br', 'identity', 'x'],
  range: ['bytes=0-0', 'bytes=5-1', 'items=1-'],
  'last-event-id': ['x', '-1', '999999999999999999999', '\u00ff'],
  'x-request-id': ['a b', '../..', 'x'.repeat(300), '\u00e9'],
  'x-forwarded-for': ['203.0.113.7', '::', 'x'],
  origin: ['http://evil.example', 'null', 'http://127.0.0.1:60035'],
  host: ['evil.example', '127.0.0.1:60035', '[::1]', ''],
  expect: ['x'],
};

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** JSON; what it cannot say becomes null. */
function write(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function splice(text: string, at: number, part: string): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + part + text.slice(place);
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every place inside a value, also the value itself. */
function placesOf(value: unknown): { readonly root: Record<string, unknown>; readonly places: readonly Place[] } {
  const root = { value: structuredClone(value) };
  const places: Place[] = [];
  const visit = (holder: Record<string, unknown>): void => {
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder, key });
      if (typeof inner === 'object' && inner !== null) visit(inner as Record<string, unknown>);
    }
  };
  visit(root);
  return { root, places };
}

function replaceOne(value: unknown, at: number, by: unknown): unknown {
  const { root, places } = placesOf(value);
  const { holder, key } = places[at % places.length] as Place;
  holder[key] = by;
  return root.value;
}

function dropOne(value: unknown, at: number): unknown {
  const { root, places } = placesOf(value);
  const { holder, key } = places[at % places.length] as Place;
  delete holder[key];
  return root.value;
}
