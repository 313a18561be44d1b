import type { Dispute } from '@alaas/core';

export function isDecided({ verdict }: Dispute): boolean {
  return verdict !== undefined;
}

/** The one to look at first: the most doubtful that nobody has decided on, else the first. */
export function firstOf(disputes: readonly Dispute[]): Dispute | undefined {
  return disputes.find((one) => !isDecided(one)) ?? disputes[0];
}

/** The next one without a verdict below another one, from the top again after the last; undefined: there is no other. */
export function nextOf(disputes: readonly Dispute[], item: string): Dispute | undefined {
  const at = disputes.findIndex((one) => one.item === item);
  return [...disputes.slice(at + 1), ...disputes.slice(0, Math.max(at, 0))].find((one) => !isDecided(one));
}
