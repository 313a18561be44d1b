import type { Project } from '@alaas/core';
import { expect, it } from 'vitest';
import { groupColors, pointColors, rgbOf } from './look.ts';
import { scaleColor } from './scale-color.ts';

const project = {
  task: 'single-label',
  labels: [
    { name: 'spam', description: '' },
    { name: 'ham', description: '', color: '#123456' },
  ],
} as unknown as Project;

const groups = {
  of: Uint8Array.of(1, 0, 2),
  groups: [
    { kind: 'value', from: 0, to: 0, count: 1 },
    { kind: 'value', from: 1, to: 1, count: 1 },
    { kind: 'unknown', from: -1, to: -1, count: 1 },
  ],
} as const;

it('gives labels the colours of the project, wherever they stand among the values of the map', () => {
  const [ham, spam, unknown] = groupColors(groups, { project, values: ['ham', 'spam'], ground: 'light' });
  expect(ham).toBe('#123456');
  expect(spam).toBe('#0072b2');
  expect(unknown).not.toBe(spam);
});

it('gives rounds colours from one end of the scale to the other', () => {
  const rounds = {
    of: new Uint8Array(0),
    groups: [0, 1, 2].map((n) => ({ kind: 'range', from: n, to: n, count: 1 }) as const),
  };
  expect(groupColors(rounds, { project, values: [], ground: 'dark' })).toEqual([
    scaleColor(0, 'dark'),
    scaleColor(0.5, 'dark'),
    scaleColor(1, 'dark'),
  ]);
});

it('writes colours point by point, and marks what is selected and what is not known', () => {
  const bytes = pointColors(groups, ['#ff0000', '#00ff00', '#010203'], Uint8Array.of(0, 1, 0));
  expect([...bytes]).toEqual([0, 255, 0, 128, 255, 0, 0, 255, 1, 2, 3, 0]);
});

it('reads colours', () => {
  expect(rgbOf('#ff0033')).toEqual([1, 0, 0.2]);
});
