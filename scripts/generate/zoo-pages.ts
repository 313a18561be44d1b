import { type Featurizer, type Learner, roundFacts, type StoppingRule, type Wrapper } from '@alaas/core';
import type { GeneratedFile, Generator } from './generator.ts';
import { code, generatedMark } from './markdown.ts';
import { optionLines } from './options.ts';
import { loadZoo, type ZooFolder } from './zoo-files.ts';

/** The reference pages of what the zoo holds beside strategies: wrappers, built-in models, learners and stopping rules. */
export const zooPages: Generator = {
  title: "the zoo's pages",
  generate: (root) =>
    Promise.all([
      page(root, 'wrappers', 'Wrappers', wrapperIntro, wrapperSection),
      page(root, 'models', 'Built-in models', modelIntro, modelSection),
      page(root, 'learners', 'Learners', learnerIntro, learnerSection),
      page(root, 'stopping', 'Stopping rules', stoppingIntro, stoppingSection, 'stopping-rules'),
    ]),
};

const wrapperIntro = [
  'A wrapper goes around a query strategy, and several may go around one. A *reweigher* changes the utility s of each item,',
  'and so goes around strategies that rank row by row; the pool still streams through. A *splitter* narrows or parts the',
  'candidates before any strategy runs on each part, and needs the pool in memory; the picks of all parts come in order of',
  'their utilities. When the parts hold too few candidates for the budget, the strategy asks the rest of what is left over.',
  '',
  'Name them with the strategy, the one nearest to it first: reweighers change the utilities in this order, and of two',
  'splitters the last one parts the pool and the one before it each part.',
  '',
  '    alaas query --input photos --strategy margin-confidence --wrap power:beta=2 --wrap seals:k=50',
  '',
  '    active_learning:',
  '      strategy:',
  '        type: margin-confidence',
  '        wrap: [{ type: power, options: { beta: 2 } }, { type: seals, options: { k: 50 } }]',
];

const modelIntro = [
  'Models that need no download. Name one as `model: { name: ... }` without a `hub`. They give embeddings only, so a',
  'strategy that needs probabilities takes them from a head that a learner trains on labelled items.',
];

const learnerIntro = ['A learner turns the labelled items of a pool into a head: a classifier on the embeddings.'];

const stoppingIntro = [
  'A stopping rule says when more labels are not worth it, and, until then, why not yet. Name one by its id, or join',
  'several: `any` stops as soon as one of its parts does, `all` when all of them do, and parts may be joined again.',
  '',
  '```yaml',
  'any:',
  '  - rule: label-budget',
  '    options: { labels: 2000 }',
  '  - all:',
  '      - rule: kappa-average',
  '      - rule: target-metric',
  '        options: { metric: macroF1, target: 0.9 }',
  '```',
  '',
  'A rule whose needs no round has met does not stop, and says what it lacks. A round is one turn of asking, labelling',
  'and training; the seed set is the first. A stop set is a set of items that stays the same from round to round.',
];

async function page<T>(
  root: string,
  folder: ZooFolder,
  title: string,
  intro: readonly string[],
  section: (entry: T) => string,
  name: string = folder,
): Promise<GeneratedFile> {
  const entries = (await loadZoo(root, folder)) as T[];
  const text = [generatedMark, `# ${title}`, '', ...intro, '', entries.map(section).join('\n\n'), ''].join('\n');
  return { path: `docs/reference/${name}.md`, text };
}

function wrapperSection(wrapper: Wrapper): string {
  const kinds = {
    rows: 'reweigher, row by row',
    pool: 'reweigher, of all items at once',
    parts: 'splitter',
  };
  return [
    ...heading(wrapper),
    `- Names: ${[wrapper.id, ...wrapper.aliases].map(code).join(', ')}`,
    `- Kind: ${kinds[wrapper.kind === 'splitter' ? 'parts' : wrapper.scope]}`,
    `- ${wrapper.kind === 'splitter' ? 'Candidates' : 'Utility'}: ${code(wrapper.formula)}`,
    `- Needs: ${wrapper.needs.join(', ') || 'nothing'}`,
    `- Cost: ${code(wrapper.cost)}`,
    `- Reference: ${wrapper.reference}`,
    ...optionLines(wrapper.options),
  ].join('\n');
}

function modelSection(model: Featurizer): string {
  return [
    ...heading(model),
    `- Name: ${code(model.id)}, version ${model.version}`,
    `- Takes: ${model.modality}`,
    `- Gives: an embedding of ${model.width} numbers`,
    `- Reference: ${model.reference}`,
  ].join('\n');
}

function learnerSection(learner: Learner): string {
  return [
    ...heading(learner),
    `- Id: ${code(learner.id)}`,
    `- Reference: ${learner.reference}`,
    ...optionLines(learner.options),
  ].join('\n');
}

function stoppingSection(rule: StoppingRule): string {
  return [
    ...heading(rule),
    `- Id: ${code(rule.id)}`,
    `- Needs: ${rule.needs.map((fact) => roundFacts[fact]).join(', ') || 'nothing but the number of labels'}`,
    `- Reference: ${rule.reference}`,
    ...optionLines(rule.options),
  ].join('\n');
}

function heading(entry: { title: string; summary: string }): string[] {
  return [`## ${entry.title}`, '', entry.summary, ''];
}
