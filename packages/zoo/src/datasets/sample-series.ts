import { createRandom, type Random } from '@alaas/core';
import { unbalancedLabels } from './sample-labels.ts';

export interface SampleSeries {
  readonly id: string;
  readonly label: string;
  /** Names of the channels: current in ampere, temperature in degrees Celsius. */
  readonly names: readonly ['current', 'temperature'];
  /** [2][120], one point a second. */
  readonly channels: readonly [Float64Array, Float64Array];
}

type Course = 'normal' | 'worn' | 'blocked' | 'loose';

/**
 * Made-up time series to try the product on: two minutes of a pump's current and temperature. The label is its state:
 * normal (70 in a hundred), worn (20; the current swings more widely), blocked (8; it rises, and the temperature after it),
 * loose (2; it falls out for seconds).
 *
 * @param options.size number of series; a larger pool of the same seed begins with the smaller one
 * @param options.seed unsigned 32-bit
 */
export function* sampleSeries(options: { seed: number; size: number }): Generator<SampleSeries, void> {
  const random = createRandom(options.seed).fork('series');
  const labels = unbalancedLabels<Course>(['normal', 'worn', 'blocked', 'loose'], random.fork('labels'));
  for (let i = 0; i < options.size; i++) {
    const label = labels.next().value;
    const id = `series-${String(i + 1).padStart(5, '0')}`;
    yield { id, label, names: ['current', 'temperature'], channels: measure(label, random.fork(id)) };
  }
}

const points = 120;

function measure(course: Course, random: Random): [Float64Array, Float64Array] {
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  const level = between(3, 5);
  const period = between(9, 15);
  const start = between(0, 2 * Math.PI);
  const swing = course === 'worn' ? between(0.5, 0.9) : between(0.1, 0.3);
  const rises = course === 'blocked' ? between(20, 70) : points;
  const gaps = course === 'loose' ? Array.from({ length: 2 + random.below(3) }, () => random.below(points - 4)) : [];
  const current = new Float64Array(points);
  const temperature = new Float64Array(points);
  let heat = between(35, 50);
  for (let i = 0; i < points; i++) {
    const isOut = gaps.some((gap) => i >= gap && i < gap + 4);
    const load = level + swing * Math.sin((2 * Math.PI * i) / period + start) + Math.max(0, i - rises) * 0.06;
    current[i] = rounded(isOut ? between(0, 0.05) : load + between(-0.12, 0.12));
    // it follows the current slowly
    heat += 0.02 * (20 + 5 * (current[i] as number) - heat) + between(-0.1, 0.1);
    temperature[i] = rounded(heat);
  }
  return [current, temperature];
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
