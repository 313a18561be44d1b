import { describe, expect, it } from 'vitest';
import { twoClouds } from '../../testing/live-bench.ts';
import { VectorPool } from '../../testing/vector-pool.ts';
import { controlPlaces, controlSample, nextControls } from './control-arm.ts';
import type { LabelledItem } from './labelled-items.ts';
import { orderPool } from './pool-order.ts';

const pause = async (): Promise<void> => undefined;

describe('controlPlaces', () => {
  it('puts the draws where their share is due', () => {
    const places = controlPlaces(8, 0.25, { asked: 0, controls: 0 });
    expect(places.flatMap((isControl, i) => (isControl ? [i] : []))).toEqual([3, 7]);
  });

  it('goes on where the rounds before stopped', () => {
    expect(controlPlaces(2, 0.25, { asked: 3, controls: 0 })).toEqual([true, false]);
    expect(controlPlaces(5, 0.25, { asked: 4, controls: 1 })).toEqual([false, false, false, true, false]);
    // ten were asked without a draw: with the next three, a quarter of thirteen is owed
    expect(controlPlaces(4, 0.25, { asked: 10, controls: 0 })).toEqual([true, true, true, false]);
  });

  it('draws nothing for a share of 0 and everything for 1', () => {
    expect(controlPlaces(3, 0, { asked: 9, controls: 0 })).toEqual([false, false, false]);
    expect(controlPlaces(3, 1, { asked: 9, controls: 9 })).toEqual([true, true, true]);
  });

  it('keeps any share to within one draw, however the rounds are cut', () => {
    for (const share of [0.07, 0.15, 1 / 3, 0.6]) {
      let [asked, controls] = [0, 0];
      for (let i = 0; i < 500; i++) {
        if (controlPlaces(1, share, { asked, controls })[0]) controls++;
        asked++;
        expect(Math.abs(controls - share * asked)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('the random order', () => {
  it('holds each content once, and depends on contents and seed alone', async () => {
    const pool = new VectorPool(twoClouds(300));
    pool.firsts[7] = 0;
    const order = await orderPool(pool, 1, pause);
    expect([...order.order].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 300 }, (_, i) => i).filter((i) => i !== 7),
    );
    const placesInOrder = Array.from(order.order, (position) => order.places[position] as number);
    expect(placesInOrder).toEqual(placesInOrder.toSorted((a, b) => a - b));
    // a larger pool keeps the order of the items it had
    const larger = await orderPool(new VectorPool(twoClouds(600)), 1, pause);
    expect([...larger.order].filter((position) => position < 300 && position !== 7)).toEqual([...order.order]);
    const other = await orderPool(pool, 2, pause);
    expect([...other.order]).not.toEqual([...order.order]);
  });

  it('draws the next ones without an answer', async () => {
    const order = await orderPool(new VectorPool(twoClouds(50)), 1, pause);
    const [first, second, third] = order.order;
    expect(nextControls(order, (position) => position === second, 2)).toEqual([first, third]);
    expect(nextControls(order, () => true, 2)).toEqual([]);
  });

  it('draws evenly: over many seeds every item is among the first tenth about a tenth of the time', async () => {
    const pool = new VectorPool(twoClouds(40));
    const counts = new Float64Array(40);
    const seeds = 1000;
    for (let seed = 0; seed < seeds; seed++) {
      const { order } = await orderPool(pool, seed, pause);
      for (const position of order.subarray(0, 4)) counts[position] = (counts[position] as number) + 1;
    }
    // chi-squared of 39 degrees of freedom: 72.05 is passed once in a thousand times
    const chi = counts.reduce((sum, count) => sum + (count - 100) ** 2 / (100 * 0.9), 0);
    expect(chi).toBeLessThan(72.05);
  });
});

describe('controlSample', () => {
  it('is all that is answered up to the last draw, in random order, by whatever arm it came', async () => {
    const order = await orderPool(new VectorPool(twoClouds(50)), 1, pause);
    const at = (place: number): number => order.order[place] as number;
    const item = (place: number, arm: LabelledItem['arm']): LabelledItem => ({
      item: `item-${at(place)}`,
      position: at(place),
      value: 'spam',
      isTest: false,
      arm,
    });
    const answered = [
      item(9, 'strategy'),
      item(2, 'control'),
      item(1, 'strategy'),
      item(0, 'control'),
      item(5, 'import'),
    ];
    expect(controlSample(answered, order).map(({ position }) => position)).toEqual([at(0), at(1), at(2)]);
    expect(controlSample([item(3, 'strategy')], order)).toEqual([]);
  });

  it('has nothing that was labelled in bulk alone, also not where it was drawn and not answered yet', async () => {
    const order = await orderPool(new VectorPool(twoClouds(50)), 1, pause);
    const item = (place: number, arm: LabelledItem['arm'], isBulk = false): LabelledItem => {
      const position = order.order[place] as number;
      return { item: '', position, value: 'spam', isTest: false, arm, isBulk };
    };
    const answered = [item(1, 'bulk', true), item(2, 'control'), item(0, 'bulk'), item(4, 'bulk', true)];
    const expected = [order.order[0], order.order[2]];
    expect(controlSample(answered, order).map(({ position }) => position)).toEqual(expected);
    expect(controlSample([item(3, 'control', true)], order)).toEqual([]);
  });

  it('is a fair sample where the strategy takes what it likes', async () => {
    // by the truth a quarter is yes; the strategy takes yes alone, half of all labels
    const isYes = (position: number): boolean => position % 4 === 0;
    let [yes, all, drawn, drawnYes] = [0, 0, 0, 0];
    for (let seed = 0; seed < 300; seed++) {
      const order = await orderPool(new VectorPool(twoClouds(100)), seed, pause);
      const answered: LabelledItem[] = [];
      const taken = new Set<number>();
      const give = (position: number, arm: LabelledItem['arm']): void => {
        taken.add(position);
        answered.push({ item: '', position, value: isYes(position) ? 'yes' : 'no', isTest: false, arm });
      };
      for (let i = 0; i < 20; i++) {
        const liked = Array.from({ length: 100 }, (_, k) => (k * 37 + seed) % 100).find(
          (k) => isYes(k) && !taken.has(k),
        );
        if (liked !== undefined) give(liked, 'strategy');
        const [next] = nextControls(order, (position) => taken.has(position), 1);
        if (next !== undefined) give(next, 'control');
      }
      const sample = controlSample(answered, order);
      yes += sample.filter(({ value }) => value === 'yes').length;
      all += sample.length;
      drawn += answered.filter(({ arm }) => arm === 'control').length;
      drawnYes += answered.filter(({ arm, value }) => arm === 'control' && value === 'yes').length;
    }
    expect(Math.abs(yes / all - 0.25)).toBeLessThan(0.02);
    // the draws alone lack what the strategy had taken before
    expect(drawnYes / drawn).toBeLessThan(0.2);
  });
});
