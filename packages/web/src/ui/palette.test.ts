import { describe, expect, it } from 'vitest';
import { contrast, labelColor, textOn } from './palette.ts';

describe('palette', () => {
  it('gives black on white a contrast of 21', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  });

  it('gives #777777 on white the 4.48 that WCAG tools print', () => {
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(Array.from({ length: 16 }, (_, index) => index))('has readable text on colour %i', (index) => {
    const color = labelColor(index);
    expect(contrast(color, textOn(color))).toBeGreaterThanOrEqual(4.5);
  });

  it('takes the colour that the project chose', () => {
    expect(labelColor(3, '#123456')).toBe('#123456');
  });
});
