import { expect, test } from 'vitest';
import { leaseOf } from '../project/project.fixture.ts';
import { createOutput, streamOf } from '../world.fixture.ts';
import { askByLine, readDecision } from './ask-by-line.ts';
import { createKeymap } from './keymap.ts';

const labels = ['spam', 'Spanish', 'ham', 'u'].map((name) => ({ name, description: '' }));
const keymap = createKeymap(labels, {});
const suggestion = { value: 'ham', score: 0.9, modelVersion: 1 };
const read = (line: string, task: 'single-label' | 'multi-label' = 'single-label') =>
  readDecision(line, { suggestion }, { task, labels }, keymap);

test.each<[string, unknown]>([
  ['spam', { do: 'answer', value: 'spam' }],
  ['1', { do: 'answer', value: 'spam' }],
  ['H', { do: 'answer', value: 'ham' }],
  ['span', { do: 'answer', value: 'Spanish' }],
  // the label of that name outranks the action
  ['u', { do: 'answer', value: 'u' }],
  ['undo', { do: 'undo' }],
  ['q', { do: 'quit' }],
  ['', { do: 'skip' }],
  ['skip', { do: 'skip' }],
  ['accept', { do: 'answer', value: 'ham' }],
  ['spa', 'Several labels begin with spa: spam, Spanish.'],
  ['eggs', 'There is no label eggs; there are spam, Spanish, ham, u.'],
])('the line "%s" of a single-label task means %j', (line, meaning) => {
  expect(read(line)).toEqual(meaning);
});

test.each<[string, unknown]>([
  ['ham', { do: 'answer', value: ['ham'] }],
  ['ham, 1', { do: 'answer', value: ['spam', 'ham'] }],
  ['-', { do: 'answer', value: [] }],
  ['', { do: 'skip' }],
  ['ham,eggs', 'There is no label eggs; there are spam, Spanish, ham, u.'],
])('the line "%s" of a multi-label task means %j', (line, meaning) => {
  expect(read(line, 'multi-label')).toEqual(meaning);
});

test('there is nothing to accept without a suggestion', () => {
  expect(readDecision('accept', {}, { task: 'single-label', labels }, keymap)).toMatch(/^There is no suggestion/);
});

function asker(input: string, parts: { isTerminal?: boolean; isJson?: boolean; signal?: AbortSignal } = {}) {
  const { output, text } = createOutput({ isTerminal: parts.isTerminal ?? false });
  const { isJson = false, signal = new AbortController().signal } = parts;
  const options = { project: { task: 'single-label' as const, labels }, keymap, screen: output, isJson, signal };
  return { asker: askByLine({ ...options, input: streamOf(input) }), text };
}

test('shows the record, what the head says, and the keys; then reads a line', async () => {
  const { asker: one, text } = asker('ham\n');
  expect(await one.ask(leaseOf(3, { suggestion }), 4)).toEqual({ do: 'answer', value: 'ham' });
  expect(text()).toBe(
    [
      '',
      '#5  sms-3  (margin-confidence, utility 0.750)',
      'text 3',
      '  the head says ham, 0.90',
      '  1 spam   2 Spanish   3 ham   4 u   enter accept   space skip   u undo   q quit',
      '',
    ].join('\n'),
  );
});

test('asks a person again who mistyped, and says what there is', async () => {
  const { asker: one, text } = asker('eggs\nham\n', { isTerminal: true });
  expect(await one.ask(leaseOf(1), 0)).toEqual({ do: 'answer', value: 'ham' });
  expect(text()).toContain('>   There is no label eggs; there are spam, Spanish, ham, u.\n> ');
});

test('stops a script at a line that means nothing, so that its lines do not answer other records', async () => {
  const { asker: one } = asker('eggs\nham\n');
  await expect(one.ask(leaseOf(1), 0)).rejects.toMatchObject({ code: 'INVALID_ANSWER' });
});

test('prints records for programs as lines of JSON, and no words', async () => {
  const { asker: one, text } = asker('ham\n', { isJson: true });
  await one.ask(leaseOf(1), 0);
  one.say('words');
  expect(JSON.parse(text())).toEqual(leaseOf(1));
});

test('ends with its input, and when the command is interrupted', async () => {
  const { asker: one } = asker('ham');
  expect(await one.ask(leaseOf(1), 0)).toEqual({ do: 'answer', value: 'ham' });
  expect(await one.ask(leaseOf(2), 1)).toEqual({ do: 'quit' });
  const { asker: interrupted } = asker('ham\n', { signal: AbortSignal.abort() });
  expect((await interrupted.ask(leaseOf(1), 0)).do).toMatch(/quit|answer/);
});
