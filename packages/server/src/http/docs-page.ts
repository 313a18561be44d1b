import { createHash } from 'node:crypto';
import { style } from './docs-style.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema?: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content & { readonly description?: string }>>;
}

/** The part of an OpenAPI document that the page shows. */
export interface DocsDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Route extends Operation {
  readonly method: string;
  readonly path: string;
}

/** One HTML page without scripts, images or other files, and the content security policy that lets its style in. */
export function renderDocs(document: DocsDocument): { readonly html: string; readonly policy: string } {
  const { info, tags = [], components } = document;
  const routes = Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Route => ({ ...operation, method, path })),
  );
  const groups = tags.map(({ name, description }) => ({
    name,
    description,
    routes: routes.filter((route) => route.tags?.includes(name)),
  }));
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)} interface</title>
<style>${style}</style>
</head>
<body>
<header><h1>${text(info.title)} <small>${text(info.version)}</small></h1>
<p>${text(info.description ?? '')} As a file: <a href="/openapi.json">openapi.json</a>.</p></header>
<nav aria-label="Calls">${groups.map(renderContents).join('')}</nav>
<main>
${groups.map(renderGroup).join('\n')}
<section><h2 id="schemas">Schemas</h2>${Object.entries(components?.schemas ?? {})
    .map(renderSchema)
    .join('\n')}</section>
</main>
</body>
</html>
`;
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    html,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

interface Group {
  readonly name: string;
  readonly description: string | undefined;
  readonly routes: readonly Route[];
}

function renderContents({ name, routes }: Group): string {
  const links = routes.map(
    (route) => `<li><a href="#${anchor(route)}">${call(route)}</a> ${text(route.summary ?? '')}</li>`,
  );
  return `<h2>${text(name)}</h2><ul>${links.join('')}</ul>`;
}

function renderGroup({ name, description, routes }: Group): string {
  return `<section><h2>${text(name)}</h2><p>${text(description ?? '')}</p>${routes.map(renderRoute).join('\n')}</section>`;
}

function renderRoute(route: Route): string {
  const { summary = '', description = '', parameters = [], requestBody, responses = {} } = route;
  const fields = parameters.map((parameter) =>
    row(parameter.name, parameter.in, parameter.required === true, parameter.schema, parameter.description),
  );
  const bodies = contents(requestBody).map(
    ([type, schema]) => `<h4>Body <code>${text(type)}</code></h4>${renderFields(schema)}`,
  );
  const outcomes = Object.entries(responses).map(
    ([status, response]) =>
      `<tr><td><code>${text(status)}</code></td><td>${contents(response)
        .map(([type, schema]) => `<code>${text(type)}</code> ${typeOf(schema)}`)
        .join('<br>')}</td><td>${text(response.description ?? '')}</td></tr>`,
  );
  return `<article id="${anchor(route)}"><h3>${call(route)}</h3><p><strong>${text(summary)}</strong></p>
<p>${text(description)}</p>
${fields.length === 0 ? '' : `<h4>Parameters</h4>${table(['Name', 'In', 'Type', 'Meaning'], fields)}`}
${bodies.join('\n')}
<h4>Answers</h4>${table(['Status', 'Type', 'Meaning'], outcomes)}</article>`;
}

function renderSchema([name, schema]: [string, Schema]): string {
  return `<article id="schema-${text(name)}"><h3><code>${text(name)}</code></h3><p>${text(schema.description ?? '')}</p>${renderFields(schema)}</article>`;
}

function renderFields(schema: Schema | undefined): string {
  if (schema?.properties === undefined) return `<p>${typeOf(schema)}</p>`;
  const rows = Object.entries(schema.properties).map(([name, field]) =>
    row(name, undefined, schema.required?.includes(name) === true, field, field.description),
  );
  return table(['Name', 'Type', 'Meaning'], rows);
}

function row(
  name: string,
  place: string | undefined,
  isRequired: boolean,
  schema: Schema | undefined,
  meaning = '',
): string {
  const fallback =
    schema?.default === undefined ? '' : ` Default: <code>${text(JSON.stringify(schema.default))}</code>`;
  const mark = isRequired ? ' <em>required</em>' : '';
  const where = place === undefined ? '' : `<td>${text(place)}</td>`;
  return `<tr><td><code>${text(name)}</code>${mark}</td>${where}<td>${typeOf(schema)}</td><td>${text(meaning)}${fallback}</td></tr>`;
}

function table(heads: readonly string[], rows: readonly string[]): string {
  const cells = heads.map((head) => `<th scope="col">${text(head)}</th>`).join('');
  return `<table><thead><tr>${cells}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function contents(body: Content | undefined): [string, Schema | undefined][] {
  return Object.entries(body?.content ?? {}).map(([type, { schema }]) => [type, schema]);
}

/** A schema in a few words, as HTML. */
function typeOf(schema: Schema | undefined): string {
  if (schema === undefined) return 'anything';
  if (schema.$ref !== undefined) {
    const name = text(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1));
    return `<a href="#schema-${name}">${name}</a>`;
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map(typeOf).join(' or ');
  if (schema.enum !== undefined)
    return schema.enum.map((value) => `<code>${text(JSON.stringify(value))}</code>`).join(' or ');
  if (schema.const !== undefined) return `<code>${text(JSON.stringify(schema.const))}</code>`;
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  if (schema.properties !== undefined) return `object: ${Object.keys(schema.properties).map(text).join(', ')}`;
  return text([schema.type ?? 'anything'].flat().join(' or '));
}

function call({ method, path }: Route): string {
  return `<code><b>${text(method.toUpperCase())}</b> ${text(path)}</code>`;
}

function anchor({ method, path }: Route): string {
  return text(`${method}${path}`.replaceAll(/[^a-zA-Z0-9]+/g, '-'));
}

function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
