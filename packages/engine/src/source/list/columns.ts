import { AlaasError, type Columns, nearest } from '@alaas/core';

/** What a row holds, as far as it was found; values are not checked yet. */
export interface RowFields {
  id?: unknown;
  uri?: unknown;
  text?: unknown;
  label?: unknown;
}

type Role = keyof RowFields;

const roles: readonly Role[] = ['id', 'uri', 'text', 'label'];

/** Names that may hold each role, best first. */
export type ColumnNames = Readonly<Record<Role, readonly string[]>>;

/**
 * The names to look for. A name the caller gives is the only one for its role; who names the column of URIs
 * alone, or of texts alone, wants no other guessed. A label is never guessed.
 */
export function columnNames(columns: Columns | undefined): ColumnNames {
  const { id, uri, text, label } = columns ?? {};
  return {
    id: [id ?? 'id'],
    uri: uri !== undefined ? [uri] : text !== undefined ? [] : ['uri', 'url', 'path', 'file', 'image', 'filename'],
    text: text !== undefined ? [text] : uri !== undefined ? [] : ['text', 'sentence', 'content', 'document'],
    label: label === undefined ? [] : [label],
  };
}

/** The fields of one object; names must match exactly. */
export function fieldsOf(row: object, names: ColumnNames): RowFields {
  const fields: RowFields = {};
  for (const role of roles) {
    const name = names[role].find((candidate) => Object.hasOwn(row, candidate));
    if (name !== undefined) fields[role] = (row as Readonly<Record<string, unknown>>)[name];
  }
  return fields;
}

/**
 * Position of each role in a header line; guessed names match in any case.
 *
 * @param manifest its name, as messages show it
 * @throws AlaasError `INVALID_MANIFEST` listing the columns, when one is missing
 */
export function columnPositions(
  header: readonly string[],
  columns: Columns | undefined,
  manifest: string,
): Partial<Record<Role, number>> {
  const names = columnNames(columns);
  const positions: Partial<Record<Role, number>> = {};
  for (const role of roles) {
    const asked = columns?.[role];
    const position = asked === undefined ? guess(header, names[role]) : header.indexOf(asked);
    if (position >= 0) positions[role] = position;
    else if (asked !== undefined) throw missing(manifest, header, `no column "${asked}"${hint(asked, header)}`, role);
  }
  if (positions.uri === undefined && positions.text === undefined) {
    throw missing(manifest, header, 'no column that is known to hold URIs or texts', 'uri');
  }
  return positions;
}

function guess(header: readonly string[], names: readonly string[]): number {
  const lower = header.map((name) => name.toLowerCase());
  return names.map((name) => lower.indexOf(name)).find((position) => position >= 0) ?? -1;
}

function hint(asked: string, header: readonly string[]): string {
  const meant = nearest(asked, header);
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`;
}

function missing(manifest: string, header: readonly string[], what: string, role: Role): AlaasError {
  const option = role === 'uri' ? 'columns.uri or columns.text' : `columns.${role}`;
  const found = header.map((name) => `"${name.slice(0, 100)}"`).slice(0, 50);
  return new AlaasError(
    'INVALID_MANIFEST',
    `The manifest ${manifest} has ${what}. Its columns are ${found.join(', ')}; set ${option} to one of them.`,
    { details: header },
  );
}
