import type { LabelledItem } from './labelled-items.ts';
import type { PoolOrder } from './pool-order.ts';

/** Below any share's step, above the rounding of sums of shares. */
const ROUNDING = 1e-9;

/**
 * Which places of a round belong to the control arm, so that its share holds over all rounds together: a round of which only
 * the first item is handed out has its part in it.
 *
 * @param asked items that were answered so far, of both arms
 * @param controls of these, those of the control arm
 * @returns [count] true: a control draw
 */
export function controlPlaces(
  count: number,
  share: number,
  { asked, controls }: { readonly asked: number; readonly controls: number },
): boolean[] {
  let drawn = controls;
  return Array.from({ length: count }, (_, place) => {
    const isDue = drawn + 1 <= share * (asked + place + 1) + ROUNDING;
    if (isDue) drawn++;
    return isDue;
  });
}

/** The next positions of the control arm: in its random order, those that nobody looked at by themselves yet. */
export function nextControls(order: PoolOrder, isAnswered: (position: number) => boolean, count: number): number[] {
  const found: number[] = [];
  for (const position of order.order) {
    if (found.length >= count) break;
    if (!isAnswered(position)) found.push(position);
  }
  return found;
}

/**
 * The labelled items that are a random sample of the pool: all up to the last control draw that was answered, in the order
 * of the control arm. An item that the strategy chose before its turn came is one of them; without it, the sample would
 * lack the items that strategies like. One that was labelled in bulk is not, until its turn comes and somebody looks at it
 * alone: whoever labels what the head has put together would confirm the head.
 *
 * @returns in that order
 */
export function controlSample(all: readonly LabelledItem[], order: PoolOrder): LabelledItem[] {
  const items = all.filter(({ isBulk }) => isBulk !== true);
  const placeOf = ({ position }: LabelledItem): number => order.places[position] ?? Number.POSITIVE_INFINITY;
  const frontier = items
    .filter(({ arm }) => arm === 'control')
    .reduce((last, item) => Math.max(last, placeOf(item)), Number.NEGATIVE_INFINITY);
  const seen = new Set<number>();
  return items
    .filter((item) => placeOf(item) <= frontier)
    .sort((a, b) => placeOf(a) - placeOf(b) || a.position - b.position)
    .filter((item) => {
      // of equal contents one counts
      const place = placeOf(item);
      if (seen.has(place)) return false;
      seen.add(place);
      return true;
    });
}
