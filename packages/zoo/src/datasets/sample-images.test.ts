import { createRandom, matrix, type Pixels } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { predictProbabilities } from '../heads/predict.ts';
import nearestPrototype from '../learners/nearest-prototype.ts';
import imageDescriptor from '../models/image-descriptor.ts';
import { evaluate } from '../testing/evaluate.ts';
import { fitRows } from '../testing/heads.ts';
import { sampleImages } from './sample-images.ts';
import { drawScene, type Rgb, type Shape } from './scene.ts';

/** A yellow shape of radius 24 in the middle of a black picture, without noise. */
function plain(shape: Shape, turn = 0): Pixels {
  const [yellow, black]: [Rgb, Rgb] = [
    [250, 220, 0],
    [0, 0, 0],
  ];
  return drawScene({
    side: 64,
    shape,
    x: 32,
    y: 32,
    radius: 24,
    turn,
    fill: yellow,
    fillEnd: yellow,
    ground: black,
    groundEnd: black,
    groundTurn: 0,
    stripes: 0,
    scratches: [],
    grain: 0,
    random: createRandom(0),
  });
}

function isPainted({ data, width }: Pixels, x: number, y: number): boolean {
  return (data[(y * width + x) * 3] as number) > 100;
}

describe('drawScene', () => {
  it.each<[Shape, number]>([
    // of a circle of radius r: 1; 2 / pi; 3 sqrt(3) / (4 pi); 5 sin(36 degrees) * 0.42 / pi
    ['circle', 1],
    ['square', 0.637],
    ['triangle', 0.413],
    ['star', 0.393],
  ])('paints a %s of the right area', (shape, share) => {
    const picture = plain(shape);
    let painted = 0;
    for (let y = 0; y < 64; y++) for (let x = 0; x < 64; x++) if (isPainted(picture, x, y)) painted++;
    expect(painted / (Math.PI * 24 * 24)).toBeCloseTo(share, 1);
  });

  it('points a star upwards, and turned by half a turn downwards', () => {
    expect(isPainted(plain('star'), 32, 12)).toBe(true);
    expect(isPainted(plain('star'), 32, 52)).toBe(false);
    expect(isPainted(plain('star', 0.5), 32, 12)).toBe(false);
    expect(isPainted(plain('star', 0.5), 32, 52)).toBe(true);
  });
});

describe('sampleImages', () => {
  const images = [...sampleImages({ seed: 1, size: 150 })];

  it('has unbalanced labels: 70, 20, 8 and 2 in a hundred', () => {
    const count = (label: string): number => images.filter((image) => image.label === label).length;
    expect(['circle', 'square', 'triangle', 'star'].map(count)).toEqual([105, 30, 12, 3]);
  });

  it('never repeats a picture or an id', () => {
    expect(new Set(images.map((image) => Buffer.from(image.pixels.data).toString('base64'))).size).toBe(150);
    expect(new Set(images.map((image) => image.id)).size).toBe(150);
  });

  it('gives whole pictures of 96 x 96', () => {
    for (const { pixels } of images) {
      expect([pixels.width, pixels.height, pixels.data.length]).toEqual([96, 96, 96 * 96 * 3]);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect([...sampleImages({ seed: 1, size: 5 })]).toEqual(images.slice(0, 5));
    expect([...sampleImages({ seed: 2, size: 5 })]).not.toEqual(images.slice(0, 5));
  });

  it('has structure that a head learns from sixty labels', async () => {
    // every third pixel in both directions is 32 x 32, each repeated twice is 64 x 64
    const small = (pixels: Pixels): Pixels => {
      const data = new Uint8Array(64 * 64 * 3);
      for (let y = 0; y < 64; y++) {
        for (let x = 0; x < 64; x++) {
          const from = (Math.floor(y * 1.5) * 96 + Math.floor(x * 1.5)) * 3;
          data.set(pixels.data.subarray(from, from + 3), (y * 64 + x) * 3);
        }
      }
      return { data, width: 64, height: 64 };
    };
    // as many squares as circles, so that 1/2 is chance
    const pool = [...sampleImages({ seed: 1, size: 250 })];
    const [circles, squares] = ['circle', 'square'].map((label) => pool.filter((image) => image.label === label));
    const some = (start: number, end: number) =>
      [circles, squares].flatMap((images) => images?.slice(start, end) ?? []);
    const embed = (pictures: typeof pool) =>
      matrix(
        Float32Array.from(pictures.flatMap((picture) => [...imageDescriptor.embed(small(picture.pixels))])),
        imageDescriptor.width,
      );
    const labels = Int32Array.from({ length: 60 }, (_, i) => (i < 30 ? 0 : 1));
    const training = { embeddings: embed(some(0, 30)), labels, classes: ['circle', 'square'] };
    const head = await fitRows(nearestPrototype, training);
    const { data } = await predictProbabilities(head, embed(some(30, 50)), evaluate);
    const right = Array.from({ length: 40 }, (_, i) => (data[i * 2 + 1] as number) > 0.5 === i >= 20).filter(Boolean);
    expect(right.length / 40).toBeGreaterThan(0.7);
  });
});
