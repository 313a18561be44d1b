/** How many records are in hand at least, and at most: the service chooses rounds twice as large as what people hold. */
const leastInHand = 8;
const mostInHand = 60;
/** Answers by which a pace is told, and how many it takes to tell one. */
export const paceAnswers = 10;
const leastAnswers = 3;
/** Milliseconds of work that are in hand when the connection breaks. */
const bridgeMs = 60_000;
/** What one person may hold of what is left: others work at it too. */
const greatestShare = 1 / 4;

/**
 * How many records a person takes in hand: a minute of work at the pace of their last answers, also just before more are
 * asked for. Never a large share of what is left of a pool, so that others have something to do at its end.
 *
 * @param leadTimesMs of their last answers, in any order
 * @param left records without all their answers; undefined: not known yet
 */
export function handSize(leadTimesMs: readonly number[], left: number | undefined): number {
  if (leadTimesMs.length < leastAnswers) return leastInHand;
  const sorted = leadTimesMs.toSorted((a, b) => a - b);
  // of an even number the longer one in the middle: rather a few less
  const medianMs = Math.max(1, sorted[sorted.length >> 1] as number);
  const needed = Math.ceil(bridgeMs / medianMs);
  const share = left === undefined ? leastInHand : Math.floor(left * greatestShare);
  return Math.max(leastInHand, Math.min(mostInHand, share, Math.ceil((4 / 3) * needed)));
}

/** When so many of a hand are done, more are asked for. */
export function askedFor(size: number): number {
  return Math.max(3, Math.ceil(size / 4));
}
