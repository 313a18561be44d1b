import type { Verdict } from '@alaas/core';
import { shown } from './shown.ts';

/** The verdict of a rule that stops when an amount reaches its limit. */
export function spent(amount: number, limit: number, unit: string): Verdict {
  return { stop: amount >= limit, value: amount, reason: `${shown(amount, limit)} of ${limit} ${unit} are spent.` };
}
