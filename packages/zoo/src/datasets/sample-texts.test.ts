import { describe, expect, it } from 'vitest';
import { sampleTexts } from './sample-texts.ts';

describe('sampleTexts', () => {
  const texts = [...sampleTexts({ seed: 1, size: 2000 })];

  it('has unbalanced labels: 70, 20, 8 and 2 in a hundred', () => {
    const count = (label: string): number => texts.filter((text) => text.label === label).length;
    expect(['delivery', 'refund', 'account', 'safety'].map(count)).toEqual([1400, 400, 160, 40]);
  });

  it('has every label in the first fifty', () => {
    expect(new Set(texts.slice(0, 50).map((text) => text.label)).size).toBe(4);
  });

  it('hardly repeats itself', () => {
    expect(new Set(texts.map((text) => text.text)).size).toBeGreaterThan(1900);
    expect(new Set(texts.map((text) => text.id)).size).toBe(2000);
  });

  it('leaves no gap unfilled', () => {
    for (const { text } of texts) expect(text).not.toMatch(/[{}]|undefined/);
  });

  it('shares its words between labels', () => {
    const wordsOf = (label: string): Set<string> =>
      new Set(
        texts.filter((text) => text.label === label).flatMap((text) => text.text.toLowerCase().match(/[a-z]+/g) ?? []),
      );
    const delivery = wordsOf('delivery');
    const account = wordsOf('account');
    expect([...account].filter((word) => delivery.has(word)).length / account.size).toBeGreaterThan(0.6);
  });

  it('is the same for the same seed, and another for another', () => {
    expect([...sampleTexts({ seed: 1, size: 30 })]).toEqual(texts.slice(0, 30));
    expect([...sampleTexts({ seed: 2, size: 30 })]).not.toEqual(texts.slice(0, 30));
  });
});
