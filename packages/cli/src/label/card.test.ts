import { expect, test } from 'vitest';
import { leaseOf } from '../project/project.fixture.ts';
import { card, legend } from './card.ts';
import { createKeymap } from './keymap.ts';

const screen = { hasColours: false, columns: 40 };

test('shows where an item is that is no text', () => {
  const { text: _, ...image } = leaseOf(1);
  expect(card(image, 0, screen)).toContain('\nfile:///sms/1\n');
});

test('cuts a long text, and says how much is left', () => {
  const text = Array.from({ length: 25 }, (_, i) => `row ${i + 1}`).join('\n');
  expect(card(leaseOf(1, { text }), 0, screen)).toContain('row 20\n(5 more lines)\n');
});

test('shows the end of a long id', () => {
  const item = `file:///${'folder/'.repeat(20)}cat.jpg`;
  expect(card(leaseOf(1, { item }), 0, screen).split('\n')[1]).toMatch(/^#1 {2}….{32}cat\.jpg {2}\(/);
});

test('says of a control record that it was drawn at random', () => {
  expect(card(leaseOf(1, { reason: { arm: 'control', strategy: 'random' } }), 0, screen)).toContain('(random)');
});

test('breaks the keys into lines that fit', () => {
  const labels = Array.from({ length: 8 }, (_, i) => ({ name: `label number ${i}`, description: '' }));
  const lines = legend(createKeymap(labels, {}), screen).split('\n');
  expect(lines.length).toBeGreaterThan(3);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
});
