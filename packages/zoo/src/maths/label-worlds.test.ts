import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { randomRows } from '../testing/select-rows.ts';
import { LabelWorlds } from './label-worlds.ts';

const MEMBERS = 4;
const CLASSES = 3;
const items = Array.from({ length: 6 }, (_, seed) => Float64Array.from(randomRows(MEMBERS, CLASSES, { seed }).flat()));

/** Joint entropy of the items' labels less their mean entropy under each member, by a sum over every configuration. */
function information(chosen: readonly Float64Array[]): number {
  let joint = 0;
  for (let code = 0; code < CLASSES ** chosen.length; code++) {
    let chance = 0;
    for (let m = 0; m < MEMBERS; m++) {
      let product = 1;
      for (const [i, answers] of chosen.entries()) {
        product *= answers[m * CLASSES + (Math.floor(code / CLASSES ** i) % CLASSES)] as number;
      }
      chance += product / MEMBERS;
    }
    if (chance > 0) joint -= chance * Math.log(chance);
  }
  const conditional = chosen.flatMap((answers) => [...answers]).reduce((h, p) => (p > 0 ? h - p * Math.log(p) : h), 0);
  return joint - conditional / MEMBERS;
}

function worldsAfter(chosen: readonly Float64Array[], most: number, seed = 0): LabelWorlds {
  const worlds = new LabelWorlds(MEMBERS, CLASSES, { most, random: createRandom(seed) });
  for (const answers of chosen) worlds.choose(answers);
  return worlds;
}

describe('LabelWorlds', () => {
  it('gives the gain in mutual information, exactly while every configuration is kept', () => {
    for (let b = 0; b < items.length; b++) {
      const chosen = items.slice(0, b);
      const worlds = worldsAfter(chosen, 1000);
      for (const item of items) {
        const expected = information([...chosen, item]) - information(chosen);
        expect(Math.abs(worlds.gain(item) - expected)).toBeLessThan(1e-6);
      }
    }
  });

  it('is unbiased when configurations are drawn', () => {
    const chosen = items.slice(0, 5);
    const [last] = items.slice(5) as [Float64Array];
    const gains = Array.from({ length: 400 }, (_, seed) => worldsAfter(chosen, 20, seed).gain(last));
    const mean = gains.reduce((a, b) => a + b, 0) / gains.length;
    const deviation = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length);
    expect(deviation).toBeGreaterThan(0);
    const expected = information(items) - information(chosen);
    expect(Math.abs(mean - expected)).toBeLessThan((4 * deviation) / Math.sqrt(gains.length));
  });

  it('keeps no more configurations than it may', () => {
    expect(worldsAfter(items.slice(0, 2), 1000).count).toBe(9);
    expect(worldsAfter(items, 20).count).toBeLessThanOrEqual(20);
  });

  it('has nothing left to learn once labels tell the members apart', () => {
    const sure = Float64Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1]);
    const worlds = worldsAfter([sure], 1000);
    // members 3 and 4 say the same
    expect(worlds.count).toBe(1);
    const other = Float64Array.from([1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect(worlds.gain(other)).toBeCloseTo(0.5 * Math.LN2, 12);
    worlds.choose(other);
    expect(worlds.gain(items[0] as Float64Array)).toBe(0);
  });

  it('does not underflow over a thousand items', () => {
    const weak = Float64Array.from([0.5, 0.5, 0, 0.5, 0.5, 0, 0.5, 0.5, 0, 0.501, 0.499, 0]);
    const worlds = worldsAfter(
      Array.from({ length: 1000 }, () => weak),
      50,
    );
    const gain = worlds.gain(weak);
    expect(gain).toBeGreaterThan(0);
    expect(gain).toBeLessThanOrEqual(worldsAfter([], 50).gain(weak) * 1.05);
  });
});
