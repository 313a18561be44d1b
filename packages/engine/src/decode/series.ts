import { AlaasError, type Series, type SeriesContent } from '@alaas/core';
import { checkValues, corrupt, type SeriesColumns } from './series-columns.ts';
import { numbersOfJson } from './series-json.ts';
import { numbersOfLines } from './series-lines.ts';
import { decodeText } from './text.ts';

/**
 * The time series in a text: CSV, TSV, or a JSON array or object of arrays. A column named `time` or alike holds the
 * time, others are channels.
 *
 * @param maxValues numbers over all channels
 * @throws AlaasError `DECODE_UNSUPPORTED` where there are no numbers, `DECODE_CORRUPT` naming the line or the column,
 *   `DECODE_TOO_LARGE`, `DECODE_ENCODING`
 */
export function decodeSeries(bytes: Uint8Array, maxValues: number): Series {
  const text = decodeText(bytes);
  const isJson = /^\s*[[{]/.test(text);
  return seriesOf(isJson ? numbersOfJson(text, maxValues) : numbersOfLines(text, maxValues), maxValues);
}

/** Names of the column of times, in any case. */
const timeNames = ['time', 't', 'timestamp', 'datetime', 'date', 'second', 'seconds'];

/**
 * A series of columns, whatever file they are from.
 *
 * @throws AlaasError `DECODE_UNSUPPORTED`, `DECODE_CORRUPT`, `DECODE_TOO_LARGE`
 */
export function seriesOf({ names, columns }: SeriesColumns, maxValues: number): Series {
  const timeAt = columns.length < 2 ? -1 : names.findIndex((name) => timeNames.includes(name.trim().toLowerCase()));
  const time = columns[timeAt];
  const channels = columns.filter((_, i) => i !== timeAt);
  const points = channels[0]?.length ?? 0;
  checkValues(points * channels.length, maxValues);
  if (!channels.some((values) => values.some((value) => !Number.isNaN(value)))) {
    throw new AlaasError('DECODE_UNSUPPORTED', 'This series holds no numbers. Give CSV, JSON or NPY of numbers.');
  }
  for (const [i, values] of columns.entries()) {
    if (values.length !== points) throw corrupt(`its columns have ${points} and ${values.length} values`);
    const bad = values.findIndex((value) => Math.abs(value) > 1e150);
    if (bad >= 0) throw corrupt(`point ${bad + 1} of "${names[i]}" is ${values[bad]}`);
  }
  if (time !== undefined) checkTime(time);
  return { names: names.filter((_, i) => i !== timeAt), ...(time !== undefined && { time }), channels };
}

function checkTime(time: Float64Array): void {
  for (let i = 0; i < time.length; i++) {
    if (Number.isNaN(time[i])) throw corrupt(`point ${i + 1} has no time`);
    if (i > 0 && (time[i] as number) < (time[i - 1] as number)) throw corrupt(`its time goes back at point ${i + 1}`);
  }
}

/** The series as it is sent to a page. */
export function seriesContent({ names, time, channels }: Series): SeriesContent {
  return {
    names: [...names],
    ...(time !== undefined && { time: [...time] }),
    channels: channels.map((values) => Array.from(values, (value) => (Number.isNaN(value) ? null : value))),
  };
}
