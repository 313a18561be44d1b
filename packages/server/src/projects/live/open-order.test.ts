import { expect, it } from 'vitest';
import { twoClouds } from '../../testing/live-bench.ts';
import { VectorPool } from '../../testing/vector-pool.ts';
import { isOutOf, openOrder } from './open-order.ts';
import { orderPool } from './pool-order.ts';

const pause = async (): Promise<void> => undefined;

/** Items 3 and 8 have the same content. */
class TwinPool extends VectorPool {
  override sha256(position: number): string {
    return super.sha256(position === 8 ? 3 : position);
  }
}

async function twins() {
  const pool = new TwinPool(twoClouds(30));
  pool.firsts[8] = 0;
  return { pool, order: await orderPool(pool, 1, pause) };
}

it('leaves out what is excluded, and keeps the order of the rest', async () => {
  const { pool, order } = await twins();
  const open = openOrder(order, new Set(['item-5', 'item-7', 'not-in-the-pool']), pool);
  expect([...open.order]).toEqual([...order.order].filter((position) => position !== 5 && position !== 7));
  expect([open.size, open.places]).toEqual([30, order.places]);
  expect(openOrder(order, new Set(), pool)).toBe(order);
});

it('takes equal contents together, whichever of them is named', async () => {
  const { pool, order } = await twins();
  const excluded = new Set(['item-8']);
  expect([...openOrder(order, excluded, pool).order]).not.toContain(3);
  const isOut = isOutOf(order, excluded, pool);
  expect(Array.from({ length: 30 }, (_, position) => position).filter(isOut)).toEqual([3, 8]);
});

it('is made once for the same items, and anew for others', async () => {
  const { pool, order } = await twins();
  const excluded = new Set(['item-1']);
  expect(openOrder(order, excluded, pool)).toBe(openOrder(order, excluded, pool));
  expect([...openOrder(order, new Set(['item-2']), pool).order]).toContain(1);
});
