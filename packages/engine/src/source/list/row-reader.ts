import { hash } from 'node:crypto';
import { type Columns, faultOfId, type Item, rowKey, rowText, type TableRow } from '@alaas/core';
import type { RowFields } from './columns.ts';
import { inlineUri } from './inline-uri.ts';
import type { Problems } from './problems.ts';
import { type Base, resolveWritten } from './written-uri.ts';

export interface RowReaderOptions {
  /** URI of the manifest, that of a row with a text starts with. */
  readonly uri: string;
  readonly base: Base | undefined;
  readonly columns: Columns | undefined;
  readonly problems: Problems;
  readonly isNamedByContent?: boolean | undefined;
}

/** Makes items of rows, whatever format they came in, and numbers them. */
export class RowReader {
  readonly #options: RowReaderOptions;
  #rows = 0;
  #ids = 0;
  #labels = 0;

  constructor(options: RowReaderOptions) {
    this.#options = options;
  }

  /** Data rows read so far. */
  get rows(): number {
    return this.#rows;
  }

  /** @returns undefined when the row is a problem */
  read({ id, uri, text, label, row: cells }: RowFields, line: number): Item | undefined {
    const row = this.#rows++;
    const { problems } = this.#options;
    const [writtenId, known] = [nameOf(id), nameOf(label)];
    if (writtenId !== '') this.#ids++;
    if (known !== '') this.#labels++;
    if (writtenId === undefined) problems.add(line, 'its id is neither a text nor a number');
    else if (known === undefined) problems.add(line, 'its label is neither a text nor a number');
    else {
      const content = cells === undefined ? this.#content(uri, text, row, line) : this.#tableRow(cells, row, line);
      if (content === undefined) return undefined;
      const { written, ...item } = content;
      const name = writtenId === '' ? written : writtenId;
      const fault = faultOfId(name);
      if (fault !== undefined) {
        problems.add(line, fault);
        return undefined;
      }
      return { id: name, ...item, ...(known === '' ? {} : { label: known }) };
    }
    return undefined;
  }

  /** Adds what only the whole manifest shows. */
  finish(): void {
    if (this.#rows === 0) return;
    if (this.#ids === 0) this.#addAbsent('id');
    if (this.#labels === 0) this.#addAbsent('label');
  }

  #addAbsent(role: 'id' | 'label'): void {
    const { columns, problems } = this.#options;
    const name = columns?.[role];
    if (name !== undefined) problems.add(1, `no row has a ${role} in "${name}"; set columns.${role} to its name`);
  }

  #content(uri: unknown, text: unknown, row: number, line: number): Content | undefined {
    const { problems } = this.#options;
    const hasUri = uri !== undefined && uri !== null && uri !== '';
    const hasText = text !== undefined && text !== null && (text !== '' || uri === undefined);
    if (hasUri && hasText) {
      problems.add(
        line,
        'has both a URI and a text; set columns.uri or columns.text to the name of the one that counts',
      );
    } else if (hasText) {
      if (typeof text === 'string') return this.#inline(text, row);
      problems.add(line, 'its text is not a text');
    } else if (typeof uri === 'string' && uri.trim() !== '') {
      return this.#named(uri.trim(), line);
    } else {
      problems.add(line, hasUri ? 'its URI is not a text' : 'has no URI and no text');
    }
    return undefined;
  }

  #inline(text: string, row: number): Content {
    const uri = this.#options.isNamedByContent ? inlineUri(text) : `${this.#options.uri}#row=${row}`;
    return { written: uri, uri, text };
  }

  /** Its id is made from its cells, so that the same row is the same item wherever it stands. */
  #tableRow(cells: TableRow, row: number, line: number): Content | undefined {
    if (Object.keys(cells).length === 0) {
      this.#options.problems.add(line, 'has no column');
      return undefined;
    }
    const written = `row:${hash('sha256', rowKey(cells), 'hex').slice(0, 32)}`;
    return { written, uri: `${this.#options.uri}#row=${row}`, text: rowText(cells), isRow: true };
  }

  #named(written: string, line: number): Content | undefined {
    const { problems, base } = this.#options;
    if (/\p{Cc}/u.test(written)) {
      problems.add(line, 'its URI holds control characters');
      return undefined;
    }
    const uri = resolveWritten(written, base);
    if (uri === undefined) problems.add(line, `"${written.slice(0, 100)}" is a relative path, and there is no base`);
    return uri === undefined ? undefined : { written, uri };
  }
}

interface Content {
  /** What the manifest says, which is the id where it gives none. */
  readonly written: string;
  readonly uri: string;
  readonly text?: string;
  readonly isRow?: boolean;
}

/** An id or label as a text, empty when absent; undefined when it is of another kind. */
function nameOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
