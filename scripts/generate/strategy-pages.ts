import type { Strategy } from '@alaas/core';
import type { GeneratedFile, Generator } from './generator.ts';
import { anchor, code, generatedMark, markdownTable } from './markdown.ts';
import { optionLines } from './options.ts';
import { loadZoo } from './zoo-files.ts';

type Family = Strategy['family'];

/** In the order of the index: what needs least first. */
const families: Readonly<Record<Family, { readonly title: string; readonly about: string }>> = {
  random: {
    title: 'Random',
    about: 'Asks without looking: what every other strategy has to beat.',
  },
  uncertainty: {
    title: 'Uncertainty',
    about:
      'Ask where one model doubts its answer. Cheap, and good once a model is fair; a batch may hold near copies, since each item is ranked by itself.',
  },
  committee: {
    title: 'Committee',
    about:
      'Ask where several models, or passes of one with dropout, disagree. They tell doubt that a label removes from doubt that no label does, for M times the predictions.',
  },
  geometry: {
    title: 'Geometry',
    about:
      'Ask by where items lie in the space of embeddings, so that labels cover the pool or its dense places. No model of the classes is needed, and so they serve for the first batch; they are as good as the embeddings.',
  },
  hybrid: {
    title: 'Hybrid',
    about:
      'Join doubt and place: uncertain items that do not repeat each other. Made for large batches; they need a model and embeddings.',
  },
  'multi-label': {
    title: 'Multi-label',
    about: 'For items that may have several labels at once: each label has a probability of its own.',
  },
  regression: {
    title: 'Regression',
    about: 'For values in place of classes.',
  },
};

const letters =
  'N is the number of items, K of classes, D the embedding width, M the number of members, L of labelled rows and B the budget.';

/** The reference of query strategies: a page per family, and an index that links to each strategy. */
export const strategyPages: Generator = {
  title: "the strategies' pages",
  async generate(root) {
    const strategies = (await loadZoo(root, 'strategies')) as Strategy[];
    const names = (Object.keys(families) as Family[]).filter((name) => inFamily(name, strategies).length > 0);
    return [indexPage(names, strategies), ...names.map((name) => familyPage(name, inFamily(name, strategies)))];
  },
};

/** @param reference the way from the page to docs/reference, such as `../reference/`; empty for a page in it */
export function strategyLink({ id, title, family }: Strategy, reference = ''): string {
  return `[${id}](${reference}strategies/${family}.md#${anchor(title)})`;
}

function inFamily(family: Family, strategies: readonly Strategy[]): Strategy[] {
  return strategies.filter((strategy) => strategy.family === family);
}

function indexPage(names: readonly Family[], strategies: readonly Strategy[]): GeneratedFile {
  const parts = names.flatMap((name) => {
    const { title, about } = families[name];
    const rows = inFamily(name, strategies).map((strategy) => [
      strategyLink(strategy),
      strategy.summary,
      strategy.needs.join(', ') || 'nothing',
    ]);
    return [
      `## [${title}](strategies/${name}.md)`,
      '',
      about,
      '',
      markdownTable(['Strategy', 'What it does', 'Needs'], rows),
    ];
  });
  const text = [
    generatedMark,
    '# Query strategies',
    '',
    'A query strategy gives every item of the pool a utility; the items of highest utility are asked first. Choose one',
    'by its id or by any of its other names. The guide [Which strategy](../guides/which-strategy.md) says where to begin.',
    'What the needs mean, and how to give them yourself, is under [signals](signals.md).',
    '',
    ...parts,
  ].join('\n');
  return { path: 'docs/reference/strategies.md', text };
}

function familyPage(family: Family, strategies: readonly Strategy[]): GeneratedFile {
  const { title, about } = families[family];
  const text = [
    generatedMark,
    `# ${title} strategies`,
    '',
    about,
    '',
    `[All strategies](../strategies.md). ${letters}`,
    '',
    strategies.map(section).join('\n\n'),
    '',
  ].join('\n');
  return { path: `docs/reference/strategies/${family}.md`, text };
}

function section(strategy: Strategy): string {
  const { id, aliases, title, summary, use, avoid, formula, needs, cost, reference, options } = strategy;
  return [
    `## ${title}`,
    '',
    summary,
    '',
    ...(use === undefined ? [] : [`- When to use it: ${use}`]),
    ...(avoid === undefined ? [] : [`- When not: ${avoid}`]),
    `- Names: ${[id, ...aliases].map(code).join(', ')}`,
    `- Utility: ${code(formula)}`,
    `- Needs: ${needs.join(', ') || 'nothing'}`,
    `- Cost: ${code(cost)}`,
    `- Reference: ${reference}`,
    ...optionLines(options),
  ].join('\n');
}
