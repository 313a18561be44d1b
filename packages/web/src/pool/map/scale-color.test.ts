import { expect, it } from 'vitest';
import { contrast } from '../../ui/palette.ts';
import { scaleColor } from './scale-color.ts';

const steps = Array.from({ length: 11 }, (_, i) => i / 10);

it('goes from close to the ground to far from it, every step further than the one before', () => {
  for (const [ground, paper] of [
    ['light', '#ffffff'],
    ['dark', '#1b1e24'],
  ] as const) {
    const contrasts = steps.map((share) => contrast(scaleColor(share, ground), paper));
    expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b));
    expect(new Set(contrasts).size).toBe(steps.length);
    // the most uncertain can be told from the ground as WCAG asks of what carries a meaning
    expect(contrasts.at(-1)).toBeGreaterThan(7);
  }
});

it('stays at its ends for what is beyond them', () => {
  expect(scaleColor(-1, 'light')).toBe(scaleColor(0, 'light'));
  expect(scaleColor(2, 'dark')).toBe(scaleColor(1, 'dark'));
  expect(scaleColor(0.5, 'light')).toMatch(/^#[0-9a-f]{6}$/);
});
