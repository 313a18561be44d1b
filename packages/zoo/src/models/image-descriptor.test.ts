import { createRandom, type Pixels } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import imageDescriptor from './image-descriptor.ts';

type Paint = (x: number, y: number) => readonly [number, number, number];

function picture(paint: Paint): Pixels {
  const data = new Uint8Array(64 * 64 * 3);
  for (let y = 0; y < 64; y++) for (let x = 0; x < 64; x++) data.set(paint(x, y), (y * 64 + x) * 3);
  return { data, width: 64, height: 64 };
}

function cosine(a: Paint, b: Paint): number {
  const [x, y] = [imageDescriptor.embed(picture(a)), imageDescriptor.embed(picture(b))];
  return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
}

const grey: Paint = () => [128, 128, 128];
const black: Paint = () => [0, 0, 0];
const noise = (seed: number): Paint => {
  const random = createRandom(seed);
  return () => [random.below(256), random.below(256), random.below(256)];
};

describe('image-descriptor', () => {
  it.each<[string, Paint]>([
    ['black', black],
    ['grey', grey],
    ['white', () => [255, 255, 255]],
    ['noise', noise(1)],
    ['a checkerboard', (x, y) => ((x + y) % 2 === 0 ? [0, 0, 0] : [255, 255, 255])],
  ])('gives %s unit length and the declared width', (_, paint) => {
    const embedding = imageDescriptor.embed(picture(paint));
    expect(embedding).toHaveLength(imageDescriptor.width);
    expect(embedding.every(Number.isFinite)).toBe(true);
    expect(embedding.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
  });

  it('tells shapes of one colour apart', () => {
    const disc: Paint = (x, y) => (Math.hypot(x - 32, y - 32) < 20 ? [200, 0, 0] : [0, 0, 0]);
    const moved: Paint = (x, y) => disc(x - 2, y + 2);
    const bars: Paint = (x) => (x % 16 < 8 ? [200, 0, 0] : [0, 0, 0]);
    expect(cosine(disc, moved)).toBeGreaterThan(cosine(disc, bars) + 0.2);
  });

  it('tells colours of one shape apart', () => {
    const square = (colour: readonly [number, number, number]): Paint => {
      return (x, y) => (Math.abs(x - 32) < 16 && Math.abs(y - 32) < 16 ? colour : [0, 0, 0]);
    };
    const red = square([200, 30, 30]);
    expect(cosine(red, square([210, 40, 25]))).toBeGreaterThan(cosine(red, square([30, 30, 200])) + 0.05);
  });

  it('leaves its input as it was', () => {
    const image = picture(noise(2));
    const before = [...image.data];
    imageDescriptor.embed(image);
    expect([...image.data]).toEqual(before);
  });
});
