import type { ProjectEvaluation } from '@alaas/core';

/** Bins of confidence that are shown. */
const BINS = 10;
/** Draws that a bootstrap may take in all, of every cell it resamples: some milliseconds of the thread. */
const DRAWS = 60_000;

/** Fewer draws where each costs more; 200 still give ends that vary by a twentieth of the width. */
export function resamplesFor(cells: number): number {
  return Math.max(200, Math.min(1000, Math.floor(DRAWS / Math.max(1, cells))));
}

/** Bins of equal width of the confidence; a bin without items is left out. */
export function calibrationBins(
  answers: readonly { readonly confidence: number; readonly isRight: boolean }[],
): ProjectEvaluation['calibration'] {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0, items: 0 }));
  for (const { confidence, isRight } of answers) {
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1))];
    if (bin === undefined) continue;
    bin.confidence += confidence;
    bin.right += isRight ? 1 : 0;
    bin.items++;
  }
  return bins
    .filter(({ items }) => items > 0)
    .map(({ confidence, right, items }) => ({ confidence: confidence / items, accuracy: right / items, items }));
}

/** Null: of nothing. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
