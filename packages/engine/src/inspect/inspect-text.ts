import type { Columns, InspectedModality, Inspection } from '@alaas/core';
import { type ColumnValues, columnValues } from './column-values.ts';
import { repeatedValues } from './duplicates.ts';
import { guessColumns, shownColumn } from './guess-columns.ts';
import { guessFormat } from './guess-format.ts';
import { modalityOfColumns, modalityOfNames } from './guess-modality.ts';
import { labelsOf } from './label-column.ts';
import { modalityOfName } from './modality-of-name.ts';
import { RowCounter } from './row-counter.ts';
import { mostSampled, type SampledFormat, type SampledRows, sampleRows, valueIn } from './sample-rows.ts';
import { valueText } from './value-text.ts';

/** A manifest, or its beginning. */
export interface InspectedText {
  readonly text: string;
  readonly isWhole: boolean;
  /** What the file is called. */
  readonly name?: string | undefined;
  readonly format?: SampledFormat | undefined;
  readonly columns?: Columns | undefined;
  /** Rows of the whole, where somebody has counted. Default: those that were looked at. */
  readonly items?: Inspection['items'] | undefined;
}

/** Rows whose columns are looked at. */
const lookedAt = 2000;
/** Items shown. */
const shownItems = 5;
/** UTF-16 code units of a text that are shown. */
export const shownText = 300;

/** What a manifest is, told by the names and values of its columns. */
export function inspectText({ text, isWhole, name, format: given, columns: known, items }: InspectedText): Inspection {
  const format = given ?? guessFormat(name, text);
  const sampled = sampleRows(text, format, isWhole);
  // what a column is shows in the first rows; its labels take all of them, since files are often sorted by label
  const rows = sampled.rows.slice(0, lookedAt);
  const values = sampled.columns.map((column) =>
    columnValues(
      column,
      rows.map((row) => valueIn(row, column)),
    ),
  );
  const isPlain = format === 'list' || format === 'texts';
  const { guess, why } = guessColumns(values, rows.length, isPlain ? {} : known);
  const modality = modalityOf(rows, values, guess, format);
  return {
    kind: 'manifest',
    format,
    items: items ?? {
      count: countOf(sampled, text, format),
      isMore: !isWhole,
    },
    modality,
    columns: values.map((column) => shownColumn(column, why.get(column.name) ?? { role: null, why: '' })),
    guess,
    labels: labelsAmong(sampled.rows, guess.label),
    samples: rows.slice(0, shownItems).map((row, i) => sampleOf(row, guess, format, i)),
    warnings: warningsOf({ ...sampled, rows }, values, {
      guess,
      modality,
      format,
      isWhole,
    }),
  };
}

function countOf({ rows, broken }: SampledRows, text: string, format: SampledFormat): number {
  if (rows.length < mostSampled) return rows.length + broken;
  const counter = new RowCounter(format);
  counter.push(new TextEncoder().encode(text));
  return counter.rows;
}

function labelsAmong(rows: SampledRows['rows'], column: string | undefined): Inspection['labels'] {
  if (column === undefined) return [];
  return labelsOf(
    columnValues(
      column,
      rows.map((row) => valueIn(row, column)),
    ),
  );
}

function modalityOf(
  rows: SampledRows['rows'],
  values: readonly ColumnValues[],
  guess: Inspection['guess'],
  format: SampledFormat,
): Inspection['modality'] {
  if (rows.length === 0) return { guess: null, why: 'There is nothing to tell it by.', counts: {} };
  if (format === 'texts') return { guess: 'text', why: 'Its lines are no addresses.', counts: { text: rows.length } };
  const column = format === 'list' ? 'value' : guess.uri;
  if (column !== undefined) return ofAddresses(rows.map((row) => valueIn(row, column)));
  if (guess.text === undefined) {
    const other = modalityOfColumns(values, rows.length);
    if (other !== undefined) return other;
    return { guess: null, why: 'No column looks like a text, an address or numbers. Choose one.', counts: {} };
  }
  return { guess: 'text', why: `Column "${guess.text}" holds texts.`, counts: { text: rows.length } };
}

function ofAddresses(addresses: readonly unknown[]): Inspection['modality'] {
  const counts: Partial<Record<InspectedModality, number>> = {};
  let unknown = 0;
  for (const address of addresses) {
    const modality = typeof address === 'string' ? modalityOfName(address) : undefined;
    if (modality === undefined) unknown++;
    else counts[modality] = (counts[modality] ?? 0) + 1;
  }
  return modalityOfNames(counts, unknown);
}

function sampleOf(
  row: Readonly<Record<string, unknown>>,
  guess: Inspection['guess'],
  format: SampledFormat,
  place: number,
): Inspection['samples'][number] {
  const of = (column: string | undefined): string | undefined => {
    const value = column === undefined ? undefined : valueIn(row, column);
    return value === undefined || value === null || value === '' ? undefined : valueText(value);
  };
  const uri = of(format === 'list' ? 'value' : guess.uri);
  const text = of(format === 'texts' ? 'value' : guess.text) ?? (uri === undefined ? valueText(row) : undefined);
  const label = of(guess.label);
  return {
    id: (of(guess.id) ?? uri ?? `row ${place + 1}`).slice(0, shownText),
    ...(uri === undefined ? {} : { uri }),
    ...(text === undefined ? {} : { text: text.slice(0, shownText) }),
    ...(label === undefined ? {} : { label: label.slice(0, shownText) }),
  };
}

interface Found {
  readonly guess: Inspection['guess'];
  readonly modality: Inspection['modality'];
  readonly format: SampledFormat;
  readonly isWhole: boolean;
}

function warningsOf(
  { rows, broken, problem }: SampledRows,
  values: readonly ColumnValues[],
  { guess, modality, format, isWhole }: Found,
): Inspection['warnings'] {
  const warnings: Inspection['warnings'] = [];
  if (rows.length === 0 && broken === 0) warnings.push({ code: 'empty', detail: 'There is no row.' });
  if (broken > 0) {
    const detail = `${broken} of ${rows.length + broken} rows cannot be read: ${problem}. They would be refused; mend them first.`;
    warnings.push({ code: 'rows-broken', detail, items: broken });
  }
  const content = format === 'list' || format === 'texts' ? 'value' : (guess.text ?? guess.uri);
  const contents = content === undefined ? [] : rows.map((row) => valueIn(row, content));
  const repeated = repeatedValues(contents);
  if (repeated > 0) {
    const detail = `${repeated} of ${rows.length} rows hold what an earlier one holds. Equal contents are asked once.`;
    warnings.push({ code: 'duplicates', detail, items: repeated });
  }
  const absent = contents.filter((value) => value === undefined || value === null || value === '').length;
  if (absent > 0) {
    const detail = `${absent} of ${rows.length} rows have nothing in "${content}". They would be refused; take them out first.`;
    warnings.push({ code: 'rows-broken', detail, items: absent });
  }
  // without another column of ids, one of this name is taken for it
  const id = values.find((column) => column.name === 'id');
  if (guess.id === undefined && id !== undefined && id.counts.size < id.filled) {
    const items = id.filled - id.counts.size;
    const detail = `${items} rows have an id that an earlier one has, and would not be added. Choose another column.`;
    warnings.push({ code: 'duplicates', detail, items });
  }
  warnings.push(...mixed(modality));
  if (!isWhole)
    warnings.push({
      code: 'cut',
      detail: `Only the first rows were looked at, ${rows.length + broken} of them closely.`,
    });
  return warnings;
}

/** A warning where items of several modalities stand side by side. */
export function mixed({ guess, counts }: Inspection['modality']): Inspection['warnings'] {
  const others = Object.entries(counts).filter(([modality, items]) => modality !== guess && items > 0);
  if (others.length === 0) return [];
  const items = others.reduce((sum, [, count]) => sum + count, 0);
  const list = others.map(([modality, count]) => `${count} of ${modality}`).join(', ');
  const detail = `Beside items of ${guess} there are ${list}. A dataset has one modality: the others would fail.`;
  return [{ code: 'mixed', detail, items }];
}
