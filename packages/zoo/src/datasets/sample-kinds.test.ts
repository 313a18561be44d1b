import { describe, expect, it } from 'vitest';
import { sampleClips } from './sample-clips.ts';
import { sampleRows } from './sample-rows.ts';
import { sampleSeries } from './sample-series.ts';

const kinds = { sampleClips, sampleRows, sampleSeries };

describe.each(Object.entries(kinds))('%s', (_, make) => {
  const items = [...make({ seed: 1, size: 200 })];

  it('has unbalanced labels: 70, 20, 8 and 2 in a hundred', () => {
    const counts = new Map<string, number>();
    for (const { label } of items) counts.set(label, (counts.get(label) ?? 0) + 1);
    expect([...counts.values()].sort((a, b) => b - a)).toEqual([140, 40, 16, 4]);
  });

  it('hardly repeats itself', () => {
    const contents = items.map(({ id: _id, label: _label, ...content }) => JSON.stringify(content));
    expect(new Set(contents).size).toBe(200);
    expect(new Set(items.map(({ id }) => id)).size).toBe(200);
  });

  it('is the same for the same seed, also where it is longer, and another for another', () => {
    expect([...make({ seed: 1, size: 20 })]).toEqual(items.slice(0, 20));
    expect([...make({ seed: 2, size: 20 })]).not.toEqual(items.slice(0, 20));
  });
});

it('recordings stay within what a file can hold, and are no silence', () => {
  for (const { clip } of sampleClips({ seed: 3, size: 60 })) {
    const loudest = clip.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(loudest).toBeLessThanOrEqual(1);
    expect(loudest).toBeGreaterThan(0.05);
    expect(clip.samples.length / clip.rate).toBeLessThan(1);
  }
});
