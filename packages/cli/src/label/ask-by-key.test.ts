import { expect, test } from 'vitest';
import { leaseOf } from '../project/project.fixture.ts';
import { createOutput } from '../world.fixture.ts';
import type { Keyboard } from '../world.ts';
import { askByKey } from './ask-by-key.ts';
import { createKeymap } from './keymap.ts';

const labels = ['spam', 'ham', 'odd'].map((name) => ({ name, description: '' }));

/** Strikes keys one after another, each when it is waited for; then the terminal is gone. */
function keyboardOf(keys: string): Keyboard & { flushes: number; isOpen: boolean } {
  const left = [...keys];
  return {
    flushes: 0,
    isOpen: true,
    next: async () => left.shift(),
    flush() {
      this.flushes++;
    },
    close() {
      this.isOpen = false;
    },
  };
}

function open(keys: string, task: 'single-label' | 'multi-label' = 'single-label') {
  const keyboard = keyboardOf(keys);
  const { output, text } = createOutput({ isTerminal: true });
  const { signal } = new AbortController();
  const asker = askByKey({
    project: { task, labels },
    keymap: createKeymap(labels, {}),
    keyboard,
    screen: output,
    signal,
  });
  return { asker, keyboard, text };
}

const suggestion = { value: 'ham', score: 0.9, modelVersion: 1 };

test.each<[string, string, unknown]>([
  ['the key of a label answers', '2', { do: 'answer', value: 'ham' }],
  ['Enter accepts what the head says', '\r', { do: 'answer', value: 'ham' }],
  ['space skips', ' ', { do: 'skip' }],
  ['u takes back, in capitals too', 'U', { do: 'undo' }],
  ['q stops', 'q', { do: 'quit' }],
  ['Ctrl-C stops', '\u0003', { do: 'quit' }],
  ['keys without a meaning do nothing', 'x9\u00013', { do: 'answer', value: 'odd' }],
  ['a terminal that is gone stops', '', { do: 'quit' }],
])('%s', async (_, keys, decision) => {
  const { asker } = open(keys);
  expect(await asker.ask(leaseOf(1, { suggestion }), 0)).toEqual(decision);
});

test('Enter means nothing where the head says nothing', async () => {
  expect(await open('\r1').asker.ask(leaseOf(1), 0)).toEqual({ do: 'answer', value: 'spam' });
});

test('keys switch labels of a multi-label task, and Enter sends them in the order of the project', async () => {
  const { asker, text } = open('3121\r', 'multi-label');
  expect(await asker.ask(leaseOf(1), 0)).toEqual({ do: 'answer', value: ['ham', 'odd'] });
  expect(text()).toContain('[(none)]');
  expect(text()).toContain('[spam, ham, odd]');
});

test('none of the labels is an answer of a multi-label task, and a draft is where it begins', async () => {
  expect(await open('\r', 'multi-label').asker.ask(leaseOf(1), 0)).toEqual({ do: 'answer', value: [] });
  const drafted = leaseOf(1, { draft: ['odd'] });
  expect(await open('1\r', 'multi-label').asker.ask(drafted, 0)).toEqual({ do: 'answer', value: ['spam', 'odd'] });
});

test('forgets keys that were struck before the record was to be seen', async () => {
  const { asker, keyboard } = open('1');
  await asker.ask(leaseOf(1), 0);
  expect(keyboard.flushes).toBe(1);
  asker.close();
  expect(keyboard.isOpen).toBe(false);
});

test('shows no control characters of a text', async () => {
  const { asker, text } = open('1');
  await asker.ask(leaseOf(1, { text: 'a\u001b]0;title\u0007b' }), 0);
  expect(text()).toContain('a·]0;title·b');
});
