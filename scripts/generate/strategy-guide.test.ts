import type { Strategy } from '@alaas/core';
import { strategies } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import type { SettingSummary, StrategySummary } from '../../benchmarks/simulate/summary.ts';
import { guideText } from './strategy-guide.ts';

function outcome(strategy: string, mean: number, test: [difference: number, holm: number] | null): StrategySummary {
  return {
    strategy,
    title: strategy,
    aubc: { mean, interval: [mean - 0.01, mean + 0.01] },
    againstBaseline: test && { difference: test[0], interval: null, p: test[1] / 2, holm: test[1] },
    lastAccuracy: { mean: 0.9, interval: null },
    seconds: { fit: 0.25, select: 1.5 },
    peakMemoryBytes: 200 * 2 ** 20,
  };
}

function result(title: string, change: Partial<SettingSummary>): SettingSummary {
  return {
    name: title.toLowerCase(),
    title,
    about: 'Things.',
    setting: {
      model: null,
      learner: 'softmax-regression',
      items: 300,
      testItems: 100,
      classes: 4,
      width: 8,
      seedSet: 10,
      batch: 20,
      budget: 60,
      seeds: [0, 1, 2],
      baseline: 'random',
    },
    measuredOn: { cores: 2, node: '24.0.0' },
    strategies: [],
    leftOut: [],
    claims: [],
    penalties: null,
    ...change,
  };
}

const apples = result('Apples', {
  strategies: [
    outcome('margin-confidence', 0.8, [0.1, 0.01]),
    outcome('entropy', 0.71, [0.01, 0.4]),
    outcome('random', 0.7, null),
    outcome('badge', 0.6, [-0.1, 0.02]),
  ],
  leftOut: [{ strategy: 'bait', code: 'TOO_SLOW', message: 'Its first batch took 99.0 s.' }],
  claims: [
    { strategy: 'margin-confidence', difference: 0.1, p: 0.005, holm: 0.01, holds: true },
    { strategy: 'entropy', difference: 0.01, p: 0.2, holm: 0.4, holds: false },
    { strategy: 'badge', difference: -0.1, p: 0.01, holm: 0.02, holds: false },
  ],
});
const pears = result('Pears', {
  strategies: [
    outcome('random', 0.7, null),
    outcome('margin-confidence', 0.69, [-0.01, 0.9]),
    outcome('badge', 0.6, [-0.1, 0.02]),
  ],
});

/** Cells of the row that begins with a link to the strategy, in the part of the page under a heading. */
function row(text: string, heading: string, strategy: string): string[] {
  const part = text.split(/^#+ /m).find((section) => section.startsWith(heading)) ?? '';
  const line = part.split('\n').find((candidate) => candidate.startsWith(`| [${strategy}](`)) ?? '';
  return line
    .split(' | ')
    .slice(1)
    .map((cell) => cell.replace(' |', ''));
}

describe('the guide to strategies', () => {
  it('says without results how to make them', () => {
    const text = guideText(strategies, []);
    expect(text).toContain('No results are here yet.');
    expect(text).toContain('npm run bench -- simulate --write');
    expect(text).not.toContain('Beats random');
  });

  it("advises with the strategies' own words", () => {
    const { use, avoid } = strategies.find(({ id }) => id === 'typiclust') as Strategy;
    expect(row(guideText(strategies, []), 'Nothing is labelled yet', 'typiclust')).toEqual([use, avoid]);
  });

  it('refuses to advise a strategy that the zoo does not hold', () => {
    expect(() =>
      guideText(
        strategies.filter(({ id }) => id !== 'badge'),
        [],
      ),
    ).toThrow('The guide advises badge under');
  });

  it('says plainly which claims do not hold, and whether chance explains it', () => {
    const text = guideText(strategies, [apples, pears]);
    expect(text).not.toMatch(/On Apples, \[margin-confidence]/);
    expect(text).toMatch(
      /On Apples, \[entropy]\(\S+\) does not beat random: its mean is above that of random, by 0\.0100/,
    );
    expect(text).toMatch(/On Apples, \[badge]\(\S+\) does not beat random: it is worse, by 0\.1000/);
  });

  it('ranks by the mean over the data sets where a strategy ran, and counts sure differences', () => {
    const text = guideText(strategies, [pears, apples]);
    // ranks 1 and 2; better on Apples, and lower by chance on Pears
    expect(row(text, 'Over all', 'margin-confidence')).toEqual(['1.5', '2', '1', '0', '1']);
    expect(row(text, 'Over all', 'badge')).toEqual(['3.5', '2', '0', '2', '0']);
    // ran on Apples alone
    expect(row(text, 'Over all', 'entropy')).toEqual(['2.0', '1', '0', '0', '1']);
    const order = ['margin-confidence', 'entropy', 'random', 'badge'];
    const overall = text.slice(text.indexOf('### Over all'), text.indexOf('### Pears'));
    expect([...overall.matchAll(/^\| \[([a-z-]+)]/gm)].map(([, id]) => id)).toEqual(order);
  });

  it('gives each data set a table of its figures, and what was left out and why', () => {
    const text = guideText(strategies, [apples]);
    expect(row(text, 'Apples', 'margin-confidence')).toEqual([
      '0.8000 ± 0.0100',
      '+0.1000',
      '0.010',
      '0.9000',
      '0.25',
      '1.50',
      '200 MiB',
    ]);
    expect(row(text, 'Apples', 'random').slice(1, 3)).toEqual(['', '']);
    expect(text).toMatch(/- \[bait]\(\S+\), `TOO_SLOW`: Its first batch took 99\.0 s\./);
    expect(row(text, 'A fair model', 'bait').at(-1)).toBe('not run');
    expect(row(text, 'A fair model', 'margin-confidence').at(-1)).toBe('1 of 1');
  });
});
