import type { LivePool } from '@alaas/engine';
import type { PoolOrder } from './pool-order.ts';

/** By the order they were made from: a pool and what is out of it stay the same for many versions. */
const known = new WeakMap<PoolOrder, { readonly excluded: ReadonlySet<string>; readonly order: PoolOrder }>();

/**
 * The order of a pool without what is excluded. Equal contents go together: what was said of one of them holds for all. The
 * places of the others stay what they are, so that a random sample of the pool is one of the rest.
 */
export function openOrder(order: PoolOrder, excluded: ReadonlySet<string>, pool: LivePool): PoolOrder {
  if (excluded.size === 0) return order;
  const before = known.get(order);
  if (before?.excluded === excluded) return before.order;
  const isOut = isOutOf(order, excluded, pool);
  const open = { ...order, order: order.order.filter((position) => !isOut(position)) };
  known.set(order, { excluded, order: open });
  return open;
}

/** Says of positions of an order whether they, or others of the same content, are excluded. */
export function isOutOf(
  order: PoolOrder,
  excluded: ReadonlySet<string>,
  pool: LivePool,
): (position: number) => boolean {
  const contents = excludedContents(excluded, pool);
  // places follow from contents: most positions need no look at the content itself
  const places = new Set<number>();
  for (const item of excluded) {
    const position = pool.positionOf(item);
    if (position !== undefined && position < order.size) places.add(order.places[position] as number);
  }
  return (position) => places.has(order.places[position] as number) && contents.has(pool.sha256(position));
}

/** SHA-256 of what is excluded. */
export function excludedContents(excluded: ReadonlySet<string>, pool: LivePool): ReadonlySet<string> {
  const contents = new Set<string>();
  for (const item of excluded) {
    const position = pool.positionOf(item);
    if (position !== undefined) contents.add(pool.sha256(position));
  }
  return contents;
}
