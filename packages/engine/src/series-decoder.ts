import { AlaasError, type Series } from '@alaas/core';
import { checkChannels, checkValues, decodeSeries, seriesOf } from './decode/index.ts';
import { isNpy, memoryBytes, readNpy } from './signals-file/index.ts';

/**
 * A time series from its file: CSV, TSV, JSON or NPY. An NPY array is [points] or [points x channels].
 *
 * @throws AlaasError `DECODE_*`
 */
export function decodeSeriesFile(bytes: Uint8Array, maxValues: number): Series {
  return isNpy(bytes) ? decodeNpy(bytes, maxValues) : decodeSeries(bytes, maxValues);
}

function decodeNpy(bytes: Uint8Array, maxValues: number): Series {
  const { data, shape } = readArray(bytes, maxValues);
  const [points = 0, width = 1] = shape;
  if (shape.length < 1 || shape.length > 2) {
    throw new AlaasError(
      'DECODE_UNSUPPORTED',
      `This NPY array has ${shape.length} dimensions. Give [points] or [points x channels].`,
    );
  }
  checkChannels(width);
  const columns = Array.from({ length: width }, (_, c) =>
    Float64Array.from({ length: points }, (_, i) => data[i * width + c] as number),
  );
  return seriesOf({ names: columns.map((_, i) => String(i + 1)), columns }, maxValues);
}

function readArray(bytes: Uint8Array, maxValues: number): ReturnType<typeof readNpy> {
  const memory = {
    floats(count: number) {
      checkValues(count, maxValues);
      return new Float32Array(count);
    },
    check: () => undefined,
  };
  try {
    return readNpy(memoryBytes('The array', bytes), memory);
  } catch (error) {
    if (!(error instanceof AlaasError) || error.code !== 'INVALID_REQUEST') throw error;
    throw new AlaasError('DECODE_CORRUPT', error.message, { cause: error });
  }
}
