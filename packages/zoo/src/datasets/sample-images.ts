import { createRandom, type Pixels, type Random } from '@alaas/core';
import { unbalancedLabels } from './sample-labels.ts';
import { drawScene, type Rgb, type Shape } from './scene.ts';

export interface SampleImage {
  readonly id: string;
  readonly label: string;
  /** 96 x 96 */
  readonly pixels: Pixels;
}

/**
 * Made-up pictures to try the product on: one shape each, of varied place, size, turn and colour, on a noisy
 * background. The label is the shape: circle (70 in a hundred), square (20), triangle (8), star (2). A colour is
 * commoner with one shape than with others, and never tells it.
 *
 * @param options.size number of pictures; a larger pool of the same seed begins with the smaller one
 * @param options.seed unsigned 32-bit
 */
export function* sampleImages(options: { seed: number; size: number }): Generator<SampleImage, void> {
  const random = createRandom(options.seed).fork('images');
  const labels = unbalancedLabels<Shape>(['circle', 'square', 'triangle', 'star'], random.fork('labels'));
  for (let i = 0; i < options.size; i++) {
    const label = labels.next().value;
    const id = `image-${String(i + 1).padStart(5, '0')}`;
    yield { id, label, pixels: drawPicture(label, random.fork(id)) };
  }
}

const side = 96;

/** Where on the colour wheel (0..1) each shape has most of its colours. */
const usualHue = { circle: 0.58, square: 0.36, triangle: 0.08, star: 0.14 } as const satisfies Record<Shape, number>;

function drawPicture(shape: Shape, random: Random): Pixels {
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  // the sum of three is near its middle more often than not
  const hue = usualHue[shape] + (between(-1, 1) + between(-1, 1) + between(-1, 1)) * 0.13;
  const isLight = random.next() < 0.5;
  const ground = between(0, 1);
  const groundValue = isLight ? between(0.75, 0.97) : between(0.12, 0.4);
  const radius = between(22, 34);
  const room = (side / 2 - radius - 4) * 0.6;
  return drawScene({
    side,
    shape,
    x: side / 2 + between(-room, room),
    y: side / 2 + between(-room, room),
    radius,
    // in turns; upright more or less, as things on photographs are
    turn: between(-0.07, 0.07),
    fill: colour(hue, between(0.45, 0.95), isLight ? between(0.35, 0.75) : between(0.7, 1)),
    fillEnd: colour(hue + between(-0.06, 0.06), between(0.5, 1), isLight ? between(0.2, 0.6) : between(0.55, 0.9)),
    ground: colour(ground, between(0.03, 0.25), groundValue),
    groundEnd: colour(ground + between(-0.15, 0.15), between(0.03, 0.25), groundValue * between(0.8, 1.03)),
    groundTurn: between(0, 1),
    stripes: random.next() < 0.3 ? between(5, 14) : 0,
    scratches: Array.from({ length: random.below(3) }, () => ({
      x: between(0, side),
      y: between(0, side),
      turn: between(0, 1),
    })),
    grain: between(2, 11),
    random: random.fork('grain'),
  });
}

/** @param hue in turns; @param saturation, @param value 0..1; Smith 1978 */
function colour(hue: number, saturation: number, value: number): Rgb {
  const channel = (offset: number): number => {
    const k = (((offset + hue * 6) % 6) + 6) % 6;
    return 255 * value * (1 - saturation * Math.max(0, Math.min(k, 4 - k, 1)));
  };
  return [channel(5), channel(3), channel(1)];
}
