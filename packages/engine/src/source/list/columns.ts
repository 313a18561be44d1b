import { AlaasError, type Columns, nearest, type TableRow } from '@alaas/core';
import { featureNames } from './table-cells.ts';

/** What a row holds, as far as it was found; values are not checked yet. */
export interface RowFields {
  id?: unknown;
  uri?: unknown;
  text?: unknown;
  label?: unknown;
  /** The content, where it is the row itself. */
  row?: TableRow;
}

type Role = Exclude<keyof RowFields, 'row'>;

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
    uri:
      uri !== undefined
        ? [uri]
        : text !== undefined
          ? []
          : ['uri', 'url', 'path', 'file', 'image', 'audio', 'filename'],
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

/** Where the parts of an item are in a header line. */
export interface ColumnPlaces extends Partial<Record<Role, number>> {
  /** Columns of a table's row, with their names; absent where a column holds URIs or texts. */
  readonly features?: readonly (readonly [name: string, position: number])[];
  /** Whether nobody said that these are rows of a table. */
  readonly isGuess?: boolean;
}

/**
 * Position of each role in a header line; guessed names match in any case. Where no column is known to hold URIs or texts,
 * and none is asked for, the rows are those of a table.
 *
 * @param manifest its name, as messages show it
 * @throws AlaasError `INVALID_MANIFEST` listing the columns, when one is missing
 */
export function columnPositions(
  header: readonly string[],
  columns: Columns | undefined,
  manifest: string,
): ColumnPlaces {
  const names = columnNames(columns);
  const positions: Partial<Record<Role, number>> = {};
  for (const role of roles) {
    const asked = columns?.[role];
    const position = asked === undefined ? guess(header, names[role]) : header.indexOf(asked);
    if (position >= 0) positions[role] = position;
    else if (asked !== undefined) throw missing(manifest, header, `no column "${asked}"${hint(asked, header)}`, role);
  }
  const { id, uri, text, label } = positions;
  if (columns?.features === undefined && (uri !== undefined || text !== undefined)) return positions;
  const others = [id, label].map((at) => (at === undefined ? undefined : header[at]));
  const features = featureNames(header, columns?.features ?? 'all', others).map((name) => {
    const position = header.indexOf(name);
    if (position < 0) throw missing(manifest, header, `no column "${name}"${hint(name, header)}`, 'features');
    return [name, position] as const;
  });
  if (features.length === 0) throw missing(manifest, header, noContent, 'uri');
  const places = { ...(id !== undefined && { id }), ...(label !== undefined && { label }), features };
  return { ...places, isGuess: columns?.features === undefined };
}

const noContent = 'no column that is known to hold URIs or texts';

/** What to say where rows were taken for a table's, and one cell reads like a place. */
export function notATable(manifest: string, header: readonly string[], cell: string): AlaasError {
  return missing(
    manifest,
    header,
    `${noContent}, and "${cell.slice(0, 100)}" looks like one; for rows of a table, set columns.features to all`,
    'uri',
  );
}

function guess(header: readonly string[], names: readonly string[]): number {
  const lower = header.map((name) => name.toLowerCase());
  return names.map((name) => lower.indexOf(name)).find((position) => position >= 0) ?? -1;
}

function hint(asked: string, header: readonly string[]): string {
  const meant = nearest(asked, header);
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`;
}

function missing(manifest: string, header: readonly string[], what: string, role: Role | 'features'): AlaasError {
  const option = role === 'uri' ? 'columns.uri or columns.text' : `columns.${role}`;
  const found = header.map((name) => `"${name.slice(0, 100)}"`).slice(0, 50);
  return new AlaasError(
    'INVALID_MANIFEST',
    `The manifest ${manifest} has ${what}. Its columns are ${found.join(', ')}; set ${option} to one of them.`,
    { details: header },
  );
}
