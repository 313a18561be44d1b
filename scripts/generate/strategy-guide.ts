import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Strategy } from '@alaas/core';
import type { ClaimSummary, SettingSummary, StrategySummary } from '../../benchmarks/simulate/summary.ts';
import { formatP, signed, withHalfWidth } from '../../packages/cli/src/simulate/summary.ts';
import type { Generator } from './generator.ts';
import { code, generatedMark, markdownTable } from './markdown.ts';
import { type Situation, situations } from './situations.ts';
import { strategyLink } from './strategy-pages.ts';
import { loadZoo } from './zoo-files.ts';

const RESULTS = 'docs/results';
/** A difference is called one below this p, after Holm's correction. */
const LEVEL = 0.05;

/** The guide to strategies: advice by situation, and what simulations measured, every figure from docs/results. */
export const strategyGuide: Generator = {
  title: 'the guide to strategies',
  async generate(root) {
    const strategies = (await loadZoo(root, 'strategies')) as Strategy[];
    return [{ path: 'docs/guides/which-strategy.md', text: guideText(strategies, await readResults(root)) }];
  },
};

/** @throws Error naming an id of the advice that the zoo does not hold */
export function guideText(strategies: readonly Strategy[], results: readonly SettingSummary[]): string {
  const known = new Map(strategies.map((strategy) => [strategy.id, strategy]));
  const link = (id: string): string => {
    const strategy = known.get(id);
    return strategy === undefined ? code(id) : strategyLink(strategy, '../reference/');
  };
  const lines = [
    generatedMark,
    '# Which strategy',
    '',
    'No strategy is best everywhere, and on some data none beats a random choice by more than chance. Begin with what your',
    'situation allows, keep random as the baseline, and compare on labels that you have already:',
    '',
    '    alaas simulate --input labelled.csv --label-column label --strategies margin-confidence,badge,typiclust',
    '',
    ...situations.flatMap((situation) => advice(situation, known, results, link)),
    ...(results.length === 0 ? noResults : measured(results, link)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const noResults = [
  '## What was measured',
  '',
  'No results are here yet. This runs every strategy on every data set, and writes this page anew with its figures:',
  '',
  '    npm run bench -- simulate --write',
  '    npm run generate',
];

function advice(
  { title, advice, strategies }: Situation,
  known: ReadonlyMap<string, Strategy>,
  results: readonly SettingSummary[],
  link: (id: string) => string,
): string[] {
  const rows = strategies.map((id) => {
    const strategy = known.get(id);
    if (strategy === undefined)
      throw new Error(`The guide advises ${id} under "${title}", and there is no such strategy.`);
    const { use = '', avoid = '' } = strategy;
    return [link(id), use, avoid, ...(results.length === 0 ? [] : [wonOf(id, results)])];
  });
  const head = ['Strategy', 'When to use it', 'When not', ...(results.length === 0 ? [] : ['Beats random below'])];
  return [`## ${title}`, '', advice, '', markdownTable(head, rows)];
}

/** `3 of 5`: on how many data sets it beats random, of those on which it ran. */
function wonOf(id: string, results: readonly SettingSummary[]): string {
  if (id === 'random') return '';
  const outcomes = outcomesOf(id, results);
  return outcomes.length === 0 ? 'not run' : `${outcomes.filter(isBetter).length} of ${outcomes.length}`;
}

function measured(results: readonly SettingSummary[], link: (id: string) => string): string[] {
  return [
    '## What was measured',
    '',
    'Every strategy of the zoo that can run there, from the same seed sets, against random. AUBC is the area under the curve',
    "of accuracy by labels, from 0 to 1. Intervals are 95 %, by Student's t over seeds; p is of a two-sided paired t-test",
    'over seeds. `npm run bench -- simulate --write` makes these figures, and `npm run generate` this page. They are of',
    'these data, embeddings and sizes: compare on your own.',
    '',
    markdownTable(
      ['Data', 'Items', 'Measured on', 'Classes', 'Embeddings', 'Learner', 'Seed set', 'Batch', 'Budget', 'Seeds'],
      results.map(({ title, setting }) => [
        title,
        ...[setting.items, setting.testItems, setting.classes].map(String),
        `${setting.model ?? 'the data'}, ${setting.width} numbers`,
        setting.learner,
        ...[setting.seedSet, setting.batch, setting.budget, setting.seeds.length].map(String),
      ]),
    ),
    ...claimLines(results, link),
    ...overallLines(results, link),
    ...results.flatMap((result) => settingLines(result, link)),
  ];
}

function claimLines(results: readonly SettingSummary[], link: (id: string) => string): string[] {
  const claims = results.flatMap(({ title, claims }) => claims.map((claim) => ({ title, claim })));
  const failing = claims.filter(({ claim }) => !claim.holds);
  return [
    '### Do margin, entropy and BADGE beat random?',
    '',
    "The literature says so. Holm's correction is here for these alone, which were named before anything was run.",
    '',
    markdownTable(
      ['Data', 'Strategy', 'Difference of AUBC', 'p', 'p (Holm)', 'Beats random'],
      claims.map(({ title, claim }) => [
        title,
        link(claim.strategy),
        signed(claim.difference),
        maybeP(claim.p),
        maybeP(claim.holm),
        claim.holds ? 'yes' : 'no',
      ]),
    ),
    failing.length === 0
      ? 'Each of them beats random on each of these data sets.'
      : failing
          .map(({ title, claim }) => `- On ${title}, ${link(claim.strategy)} does not beat random: ${why(claim)}.`)
          .join('\n'),
    '',
  ];
}

function why({ difference, p, holm }: ClaimSummary): string {
  if (holm === null) return 'one seed tells nothing';
  if (holm >= LEVEL) {
    const side = difference > 0 ? 'above' : difference < 0 ? 'below' : 'equal to';
    return `its mean is ${side} that of random, by ${Math.abs(difference).toFixed(4)}, which chance explains as well (p ${maybeP(p)}, with Holm ${maybeP(holm)})`;
  }
  return `it is worse, by ${Math.abs(difference).toFixed(4)} (p ${maybeP(p)}, with Holm ${maybeP(holm)})`;
}

function overallLines(results: readonly SettingSummary[], link: (id: string) => string): string[] {
  const ids = [...new Set(results.flatMap(({ strategies }) => strategies.map(({ strategy }) => strategy)))];
  const rows = ids.map((id) => {
    const ranks = results.flatMap(({ strategies }) => {
      const place = strategies.findIndex(({ strategy }) => strategy === id);
      return place < 0 ? [] : [place + 1];
    });
    const outcomes = outcomesOf(id, results);
    return {
      id,
      ran: ranks.length,
      rank: ranks.reduce((a, b) => a + b, 0) / ranks.length,
      better: outcomes.filter(isBetter).length,
      worse: outcomes.filter(isWorse).length,
      higher: outcomes.filter(({ againstBaseline }) => (againstBaseline?.difference ?? 0) > 0).length,
    };
  });
  rows.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  return [
    '### Over all data sets',
    '',
    'In order of the mean rank by AUBC, over the data sets on which a strategy ran. Better and worse count those where the',
    `difference from random has a p below ${LEVEL} after Holm's correction for all strategies at once, which with few seeds is`,
    'a high bar; higher counts those where the mean is above that of random, by chance or not.',
    '',
    markdownTable(
      ['Strategy', 'Mean rank', 'Data sets', 'Better than random', 'Worse', 'Higher'],
      rows.map(({ id, ran, rank, better, worse, higher }) => [
        link(id),
        rank.toFixed(1),
        String(ran),
        ...(id === 'random' ? ['', '', ''] : [better, worse, higher].map(String)),
      ]),
    ),
  ];
}

function settingLines(result: SettingSummary, link: (id: string) => string): string[] {
  const { title, about, strategies, leftOut, measuredOn } = result;
  return [
    `### ${title}`,
    '',
    `${about} Seconds are the mean per round, on one of ${measuredOn.cores} cores that were all busy; Node ${measuredOn.node}.`,
    '',
    markdownTable(
      ['Strategy', 'AUBC', 'Against random', 'p (Holm)', 'Last accuracy', 'Seconds to fit', 'to select', 'Peak memory'],
      strategies.map(({ strategy, aubc, againstBaseline, lastAccuracy, seconds, peakMemoryBytes }) => [
        link(strategy),
        withHalfWidth(aubc),
        againstBaseline === null ? '' : signed(againstBaseline.difference),
        againstBaseline === null ? '' : maybeP(againstBaseline.holm),
        withHalfWidth(lastAccuracy),
        seconds.fit.toFixed(2),
        seconds.select.toFixed(2),
        `${(peakMemoryBytes / 2 ** 20).toFixed(0)} MiB`,
      ]),
    ),
    ...(leftOut.length === 0 ? [] : ['Left out:', '']),
    ...leftOut.map(({ strategy, code: reason, message }) => `- ${link(strategy)}, ${code(reason)}: ${message}`),
    '',
  ];
}

function outcomesOf(id: string, results: readonly SettingSummary[]): StrategySummary[] {
  return results.flatMap(({ strategies }) => strategies.filter(({ strategy }) => strategy === id));
}

function isBetter({ againstBaseline }: StrategySummary): boolean {
  return againstBaseline !== null && isSure(againstBaseline.holm) && againstBaseline.difference > 0;
}

function isWorse({ againstBaseline }: StrategySummary): boolean {
  return againstBaseline !== null && isSure(againstBaseline.holm) && againstBaseline.difference < 0;
}

function isSure(p: number | null): boolean {
  return p !== null && p < LEVEL;
}

function maybeP(p: number | null): string {
  return p === null ? 'unknown' : formatP(p);
}

/** The summaries in order of their files' names; none when nothing was written yet. */
async function readResults(root: string): Promise<SettingSummary[]> {
  const folder = join(root, RESULTS);
  const names = await namesIn(folder);
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as SettingSummary),
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
