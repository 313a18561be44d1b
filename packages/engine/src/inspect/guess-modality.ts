import { type InspectedModality, inspectedModalities } from '@alaas/core';
import type { ColumnValues } from './column-values.ts';

export interface GuessedModality {
  readonly guess: InspectedModality | null;
  readonly why: string;
  readonly counts: Partial<Record<InspectedModality, number>>;
}

/**
 * The modality that most names have.
 *
 * @param counts names by modality
 * @param unknown names whose ending says nothing
 */
export function modalityOfNames(counts: Partial<Record<InspectedModality, number>>, unknown: number): GuessedModality {
  const [first] = inspectedModalities
    .filter((modality) => (counts[modality] ?? 0) > 0)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  if (first === undefined) {
    const why = unknown === 0 ? 'There is nothing to tell it by.' : 'The endings of the names say nothing.';
    return { guess: null, why, counts };
  }
  const all = unknown + Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { guess: first, why: `${counts[first]} of ${all} names end like ${nouns[first]}.`, counts };
}

const nouns: Readonly<Record<InspectedModality, string>> = {
  text: 'texts',
  image: 'images',
  audio: 'sounds',
  series: 'time series',
  table: 'tables',
};

/** Columns of numbers from which on a row is a series, where they are numbered one after the other. */
const fewestNumbered = 8;
/** The same for numbers alone, which features of a table are called too where nobody gave them names. */
const fewestNameless = 24;

/** What the rows of a table without a column of texts or addresses are; undefined: neither series nor table. */
export function modalityOfColumns(columns: readonly ColumnValues[], rows: number): GuessedModality | undefined {
  const filled = columns.filter((column) => column.filled > 0);
  const series = filled.find(({ seriesShare }) => seriesShare >= 0.8);
  if (series !== undefined) {
    return { guess: 'series', why: `Column "${series.name}" holds lists of numbers.`, counts: { series: rows } };
  }
  const numbers = filled.filter(({ holds }) => holds === 'number');
  const numbered = longestNumbered(numbers.map(({ name }) => name));
  if (numbered.run >= (numbered.stem === '' ? fewestNameless : fewestNumbered)) {
    const why = `${numbered.run} columns of numbers are steps one after the other.`;
    return { guess: 'series', why, counts: { series: rows } };
  }
  if (numbers.length === 0 || filled.length < 2) return undefined;
  const why = `There is no column of texts or addresses, and ${numbers.length} of ${filled.length} columns hold numbers.`;
  return { guess: 'table', why, counts: { table: rows } };
}

/** The longest run of names like t0, t1, t2, or 1, 2, 3; x1, x2, x3 are the features of a table. */
function longestNumbered(names: readonly string[]): { readonly run: number; readonly stem: string } {
  let longest = { run: 0, stem: '' };
  let [run, before]: [number, { stem: string; number: number } | undefined] = [0, undefined];
  for (const name of names) {
    const [, stem, digits] = /^((?:t|s|time|step|tick|sample|lag)?[_ ]?)(\d+)$/i.exec(name) ?? [];
    const here = stem === undefined || digits === undefined ? undefined : { stem, number: Number(digits) };
    const goesOn = here !== undefined && before?.stem === here.stem && here.number === before.number + 1;
    run = here === undefined ? 0 : goesOn ? run + 1 : 1;
    if (here !== undefined && run > longest.run) longest = { run, stem: here.stem };
    before = here;
  }
  return longest;
}
