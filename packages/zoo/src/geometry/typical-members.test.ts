import { matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { cloud, ignore } from '../testing/pool.ts';
import { TypicalMembers } from './typical-members.ts';

const columns = 3;
const tools = { compute: evaluate, checkpoint: ignore };

/** All members in the order in which they are taken. */
async function takeAll(data: Float32Array, neighbours: number, compute = evaluate): Promise<number[]> {
  const rows = Uint32Array.from({ length: data.length / columns }, (_, i) => i);
  const members = new TypicalMembers(matrix(data, columns), rows, neighbours, { ...tools, compute });
  const taken: number[] = [];
  while (members.size > 0) taken.push(await members.take());
  return taken;
}

/** Whether each was the most typical of those left, by computing every distance anew; pairs are equally typical but for rounding. */
function expectMostTypical(data: Float32Array, taken: readonly number[], neighbours: number): void {
  let left = Array.from({ length: data.length / columns }, (_, i) => i);
  for (const row of taken) {
    const k = Math.min(neighbours, left.length >> 1);
    const means = left.map((member) => {
      const others = left.filter((other) => other !== member).map((other) => apart(data, member, other));
      return others
        .sort((a, b) => a - b)
        .slice(0, k)
        .reduce((sum, distance) => sum + distance / k, 0);
    });
    expect(means[left.indexOf(row)]).toBeCloseTo(Math.min(...means), 3);
    left = left.filter((member) => member !== row);
  }
  expect(left).toEqual([]);
}

function apart(data: Float32Array, a: number, b: number): number {
  const gaps = [0, 1, 2].map((j) => (data[a * columns + j] as number) - (data[b * columns + j] as number));
  return Math.hypot(...gaps);
}

describe('typical members', () => {
  it.each([1, 3, 20])('are taken as if every distance were computed each time, %i neighbours', async (neighbours) => {
    const data = cloud(80, columns, { groups: 3 });
    expectMostTypical(data, await takeAll(data, neighbours), neighbours);
  });

  it('counts copies as neighbours at distance 0', async () => {
    const data = cloud(70, columns, { groups: 2 });
    // rows 10 to 19 are copies of row 3, and 30 to 33 of row 31
    for (let row = 10; row < 20; row++) data.copyWithin(row * columns, 9, 12);
    for (let row = 30; row < 34; row++) data.copyWithin(row * columns, 93, 96);
    for (const neighbours of [2, 5, 12]) expectMostTypical(data, await takeAll(data, neighbours), neighbours);
  });

  it('compares no copies with each other', async () => {
    const data = new Float32Array(3000 * columns).fill(2);
    data.set(cloud(10, columns));
    let products = 0;
    const counting = {
      run: (...[program, feeds]: Parameters<typeof evaluate.run>) => {
        products += (feeds.some?.shape[0] as number) * (feeds.at?.shape[0] as number);
        return evaluate.run(program, feeds);
      },
    };
    const taken = await takeAll(data, 20, counting);
    expect(taken.slice(0, 3)).toEqual([10, 11, 12]);
    expect(products).toBeGreaterThan(0);
    expect(products).toBeLessThan(500);
  });
});
