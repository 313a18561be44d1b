import type { LiveHead } from '@alaas/engine';

/**
 * How sure a head is of an item, in [0, 1]: 1 less the entropy of its probabilities as a share of the largest possible. 0:
 * all labels are equally likely. Label Studio asks for the lowest score first. Of a multi-label head it is the mean over
 * labels.
 *
 * @param probabilities [K], as the head gives them
 */
export function certainty(kind: LiveHead['kind'], probabilities: Float32Array): number {
  const { length } = probabilities;
  if (length === 0) return 0;
  if (kind === 'single' && length === 1) return 1;
  let entropy = 0;
  for (const p of probabilities) entropy += kind === 'single' ? surprise(p) : surprise(p) + surprise(1 - p);
  const most = kind === 'single' ? Math.log(length) : length * Math.LN2;
  return Math.min(1, Math.max(0, 1 - entropy / most));
}

function surprise(p: number): number {
  return p > 0 ? -p * Math.log(p) : 0;
}
