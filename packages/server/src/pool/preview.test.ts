import { expect, it } from 'vitest';
import { previewOf } from './preview.ts';

it('shows short texts whole, and the beginning of long ones without half a character', () => {
  expect(previewOf(undefined)).toEqual({ isWhole: true });
  expect(previewOf('x'.repeat(280))).toEqual({ text: 'x'.repeat(280), isWhole: true });
  expect(previewOf('x'.repeat(281))).toEqual({ text: 'x'.repeat(280), isWhole: false });
  expect(previewOf(`${'x'.repeat(279)}😀`)).toEqual({ text: 'x'.repeat(279), isWhole: false });
});
