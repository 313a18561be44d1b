import { isAlaasError } from '@alaas/core';
import { expect, test } from 'vitest';
import { imageInputOf } from './preprocessor-config.ts';

const half = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

test('a ViT is stretched to its size and scaled to [-1, 1]', () => {
  const input = imageInputOf({ do_resize: true, size: { height: 224, width: 192 }, resample: 2, ...half }, 'vit');
  expect(input).toMatchObject({ size: [224, 192], crop: 'none', resize: 'linear', channels: 'RGB', layout: 'NCHW' });
  expect(input.mean).toEqual([127.5, 127.5, 127.5]);
  expect(input.std).toEqual([127.5, 127.5, 127.5]);
});

test('an old ViT gives its size as one number', () => {
  expect(imageInputOf({ size: 224, ...half }, 'vit')).toMatchObject({ size: [224, 224], crop: 'none' });
});

test('a CLIP is resized by its short side and cut in the centre, cubic', () => {
  const config = {
    size: { shortest_edge: 256 },
    do_center_crop: true,
    crop_size: { height: 224, width: 224 },
    resample: 3,
    image_mean: [0.1, 0.2, 0.3],
    image_std: [1, 1, 1],
    rescale_factor: 0.5,
  };
  const input = imageInputOf(config, 'clip');
  expect(input).toMatchObject({ size: [224, 224], crop: 'center', short_side: 256, resize: 'cubic' });
  expect(input.mean).toEqual([0.2, 0.4, 0.6]);
  expect(input.std).toEqual([2, 2, 2]);
});

test('an old CLIP gives both as numbers', () => {
  const input = imageInputOf({ size: 256, do_center_crop: true, crop_size: 224, resample: 1 }, 'clip');
  expect(input).toMatchObject({ size: [224, 224], crop: 'center', short_side: 256, resize: 'lanczos3' });
});

test('a ConvNeXt states the share that its crop keeps', () => {
  const input = imageInputOf({ size: { shortest_edge: 224 }, crop_pct: 0.875 }, 'convnext');
  expect(input).toMatchObject({ size: [224, 224], crop: 'center', short_side: 256 });
});

test('without normalisation the values are only rescaled, and without that they stay', () => {
  const size = { height: 8, width: 8 };
  expect(imageInputOf({ size, do_normalize: false, ...half }, 'm')).toMatchObject({ mean: 0, std: 255 });
  expect(imageInputOf({ size, do_normalize: false, do_rescale: false }, 'm')).toMatchObject({ mean: 0, std: 1 });
});

test('flipped channels are BGR', () => {
  expect(imageInputOf({ size: 8, do_flip_channel_order: true }, 'm').channels).toBe('BGR');
});

test.each([
  ['no size at all', {}],
  ['a short side without a crop', { size: { shortest_edge: 800, longest_edge: 1333 } }],
  ['no resize', { do_resize: false, size: { height: 8, width: 8 } }],
  ['a crop out of a stretched image', { size: { height: 9, width: 9 }, do_center_crop: true, crop_size: 8 }],
])('%s has no equal here, and the message says what to declare', (_what, config) => {
  let error: unknown;
  try {
    imageInputOf(config, 'detr');
  } catch (thrown) {
    error = thrown;
  }
  expect(isAlaasError(error, 'MODEL_SHAPE')).toBe(true);
  expect(String(error)).toContain('input: { size: [HEIGHT, WIDTH]');
});
