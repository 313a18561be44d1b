import { AlaasError } from '@alaas/core';
import { checkChannels, checkValues, corrupt, type SeriesColumns } from './series-columns.ts';

/**
 * The numbers of a JSON text: an array of numbers is one channel; an array of arrays has one of them per point; an object
 * has one array per channel. null is a value that is left out.
 *
 * @throws AlaasError `DECODE_UNSUPPORTED`, `DECODE_CORRUPT`, `DECODE_TOO_LARGE`
 */
export function numbersOfJson(text: string, maxValues: number): SeriesColumns {
  const value = parse(text);
  if (!Array.isArray(value)) {
    const entries = Object.entries(value as Record<string, unknown>);
    checkChannels(entries.length);
    const columns = entries.map(([name, values]) => {
      if (!Array.isArray(values)) throw unsupported(`"${name.slice(0, 50)}" is no array`);
      return columnOf(values, name);
    });
    return { names: entries.map(([name]) => name), columns };
  }
  if (!value.some((point) => Array.isArray(point))) return { names: ['1'], columns: [columnOf(value, '1')] };
  const width = Array.isArray(value[0]) ? value[0].length : 0;
  checkChannels(width);
  checkValues(width * value.length, maxValues);
  const columns = Array.from({ length: width }, () => new Float64Array(value.length));
  for (const [i, point] of value.entries()) {
    if (!Array.isArray(point) || point.length !== width) throw corrupt(`point ${i + 1} is not ${width} numbers`);
    for (const [c, column] of columns.entries()) column[i] = numberOf(point[c], i, String(c + 1));
  }
  return { names: columns.map((_, i) => String(i + 1)), columns };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AlaasError('DECODE_CORRUPT', `The series is not JSON (${reason.slice(0, 100)}); correct the file.`, {
      cause,
    });
  }
}

function columnOf(values: readonly unknown[], name: string): Float64Array {
  return Float64Array.from(values, (value, i) => numberOf(value, i, name));
}

function numberOf(value: unknown, point: number, name: string): number {
  if (value === null) return Number.NaN;
  if (typeof value === 'number') return value;
  throw corrupt(`point ${point + 1} of "${name.slice(0, 50)}" is no number: ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 50));
  return Array.isArray(value) ? 'an array' : typeof value;
}

function unsupported(what: string): AlaasError {
  return new AlaasError(
    'DECODE_UNSUPPORTED',
    `This JSON is no time series: ${what}. Give an array of numbers, an array of arrays (one per point), or an object of arrays (one per channel).`,
  );
}
