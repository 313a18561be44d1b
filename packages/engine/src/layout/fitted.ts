import type { Matrix } from '@alaas/core';

/** Places moved and scaled alike in both directions, so that the longer side goes from -1 to 1; all at 0 where they are one. */
export function fitted({ data, rows }: Matrix): Matrix {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    low[i % 2] = Math.min(low[i % 2] as number, value);
    high[i % 2] = Math.max(high[i % 2] as number, value);
  }
  const middle = [0, 1].map((side) => ((low[side] as number) + (high[side] as number)) / 2);
  const half = Math.max(...[0, 1].map((side) => ((high[side] as number) - (low[side] as number)) / 2));
  const out = new Float32Array(data.length);
  if (half > 0) {
    for (let i = 0; i < data.length; i++) {
      // float32 may round a little beyond the end
      out[i] = Math.max(-1, Math.min(1, ((data[i] as number) - (middle[i % 2] as number)) / half));
    }
  }
  return { data: out, rows, columns: 2 };
}
