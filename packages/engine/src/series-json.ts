import { isAlaasError } from '@alaas/core';
import { shownPoints, thinSeries } from './decode/index.ts';
import { decodeSeriesFile } from './series-decoder.ts';

/** A time series file as the JSON of what a page shows; undefined: it cannot be read as one. */
export function seriesJson(bytes: Uint8Array, maxValues: number): Uint8Array | undefined {
  try {
    const series = decodeSeriesFile(bytes, maxValues);
    return new TextEncoder().encode(JSON.stringify(thinSeries(series, shownPoints(series.channels.length))));
  } catch (error) {
    if (isAlaasError(error) && error.code.startsWith('DECODE_')) return undefined;
    throw error;
  }
}
