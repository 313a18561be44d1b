/** A place in a recording: `1:04`, with tenths where it is short. @param seconds from its start @param total length of all */
export function clock(seconds: number, total: number): string {
  const digits = total < shortSeconds ? 1 : 0;
  const unit = 10 ** digits;
  // whole tenths first, so that 59.97 is not written as 0:60.0
  const units = Math.floor(Math.max(0, seconds) * unit + 1e-6);
  const minutes = Math.floor(units / (60 * unit));
  const rest = ((units - minutes * 60 * unit) / unit).toFixed(digits);
  return `${minutes}:${rest.padStart(digits === 0 ? 2 : 4, '0')}`;
}

/** Seconds below which tenths matter. */
const shortSeconds = 60;
