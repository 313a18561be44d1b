import { AlaasError, type ImageInput, imageInputSchema } from '@alaas/core';

/** Kernels by PIL's numbers, as preprocessor_config.json gives them. */
const kernels: Readonly<Record<number, ImageInput['resize']>> = {
  0: 'nearest',
  1: 'lanczos3',
  2: 'linear',
  3: 'cubic',
};

/**
 * Our image preprocessing for a Hugging Face preprocessor_config.json: resize, centre crop, rescale and
 * normalise, in its usual order.
 *
 * @throws AlaasError `MODEL_SHAPE` for a preprocessing that has no equal here, saying what to declare instead
 */
export function imageInputOf(config: Readonly<Record<string, unknown>>, name: string): ImageInput {
  const factor = config.do_rescale === false ? 1 : numberOr(config.rescale_factor, 1 / 255);
  const isNormalized = config.do_normalize !== false && Array.isArray(config.image_mean);
  const scaled = (values: unknown, fallback: number): number[] | number =>
    isNormalized && Array.isArray(values) ? values.map((value) => Number(value) / factor) : fallback;
  return imageInputSchema.parse({
    ...sizing(config, name),
    resize: kernels[numberOr(config.resample, 2)] ?? 'linear',
    channels: config.do_flip_channel_order === true ? 'BGR' : 'RGB',
    mean: scaled(config.image_mean, 0),
    std: scaled(config.image_std, 1 / factor),
  });
}

type Sizing = Pick<ImageInput, 'size' | 'crop' | 'short_side'>;

function sizing(config: Readonly<Record<string, unknown>>, name: string): Partial<Sizing> {
  const isResized = config.do_resize !== false;
  const { height, width, shortest } = sides(config.size);
  const share = numberOr(config.crop_pct, 0);
  // older files state only crop_pct: resize to side / share, then cut the side out
  if (shortest !== undefined && share > 0 && share <= 1) {
    return { size: [shortest, shortest], crop: 'center', short_side: Math.floor(shortest / share) };
  }
  const crop = config.do_center_crop === true ? sides(config.crop_size) : undefined;
  const cropSize = box(crop?.height ?? crop?.shortest, crop?.width ?? crop?.shortest);
  if (isResized && cropSize !== undefined && shortest !== undefined) {
    return { size: cropSize, crop: 'center', short_side: shortest };
  }
  const stretched = box(height, width);
  const isWhole = crop === undefined || (cropSize?.join() ?? '') === stretched?.join();
  // a plain number is a short side with a crop, and both sides without one
  const both = crop === undefined && typeof config.size === 'number' ? box(shortest, shortest) : stretched;
  if (isResized && both !== undefined && isWhole) return { size: both, crop: 'none' };
  throw new AlaasError(
    'MODEL_SHAPE',
    `Model "${name}": its preprocessor_config.json resizes in a way that has no equal here. Declare it yourself: input: { size: [HEIGHT, WIDTH], mean: ..., std: ... }.`,
  );
}

interface Sides {
  readonly height: number | undefined;
  readonly width: number | undefined;
  readonly shortest: number | undefined;
}

function sides(size: unknown): Sides {
  if (typeof size === 'number') return { height: undefined, width: undefined, shortest: size };
  const given = (typeof size === 'object' && size !== null ? size : {}) as Readonly<Record<string, unknown>>;
  const side = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  // a longest side keeps the aspect ratio in another way
  const shortest = given.longest_edge === undefined ? side(given.shortest_edge) : undefined;
  return { height: side(given.height), width: side(given.width), shortest };
}

function box(height: number | undefined, width: number | undefined): [number, number] | undefined {
  return height === undefined || width === undefined ? undefined : [height, width];
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
