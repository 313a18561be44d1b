import { expect, it } from 'vitest';
import { strategies } from './registry.gen.ts';

it('says of every strategy when to use it and when not, in a sentence each', () => {
  const isSentence = (text: string | undefined): boolean => text !== undefined && /^[A-Z][^\n]{20,}\.$/.test(text);
  const lacking = strategies.filter(({ use, avoid }) => !isSentence(use) || !isSentence(avoid)).map(({ id }) => id);
  expect(lacking, 'strategies that lack `use` or `avoid`').toEqual([]);
});
