import { audioFormat, type Modality } from '@alaas/core';

/**
 * What bytes hold that came without a name, where their start shows it: a recording, or a time series as NPY, as JSON, or as
 * lines of numbers, of which the first may be a header.
 *
 * @param start the first bytes; 64 are enough
 */
export function bytesModality(start: Uint8Array): Modality | undefined {
  if (audioFormat(start) !== undefined) return 'audio';
  const text = String.fromCharCode(...start);
  if (text.startsWith('\x93NUMPY')) return 'series';
  const isJson = /^\s*(\[\s*[[\d-]|\{\s*"[^"]*"\s*:\s*\[)/.test(text);
  const isLines = /^([\w ,;\t."]*\r?\n)?[\d.,;\teE+\-\s]*\d[\d.,;\teE+\-\s]*$/.test(text);
  return isJson || isLines ? 'series' : undefined;
}
