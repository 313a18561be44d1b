import { expect, test } from 'vitest';
import { createKeymap, keyName } from './keymap.ts';

const labelsOf = (...names: (string | [string, string])[]) =>
  names.map((name) =>
    typeof name === 'string' ? { name, description: '' } : { name: name[0], description: '', key: name[1] },
  );
const keysOf = (...args: Parameters<typeof createKeymap>) => Object.fromEntries(createKeymap(...args).labels);

test('labels have their number, the tenth 0, then letters that are no action', () => {
  const names = Array.from({ length: 12 }, (_, i) => `label ${i}`);
  expect(keysOf(labelsOf(...names), {})).toMatchObject({ 1: 'label 0', 9: 'label 8', 0: 'label 9', a: 'label 10' });
  expect(createKeymap(labelsOf(...Array.from({ length: 34 }, (_, i) => `l${i}`)), {}).labels.has('q')).toBe(false);
});

test('a label keeps the key that the project gives it, and others make room', () => {
  expect(keysOf(labelsOf('spam', ['ham', '1'], ['unsure', 'F5']), {})).toEqual({ 1: 'ham', 2: 'spam', 3: 'unsure' });
});

test('actions have the keys that the project gives them', () => {
  const { actions, labels } = createKeymap(labelsOf('spam'), { undo: '1', skip: ' ', quit: 'Escape' });
  expect(Object.fromEntries(actions)).toEqual({ enter: 'accept', space: 'skip', 1: 'undo', q: 'quit' });
  expect(Object.fromEntries(labels)).toEqual({ 2: 'spam' });
});

test('a label that asks for the key of another gets one of its own', () => {
  expect(keysOf(labelsOf(['spam', 's'], ['ham', 's']), {})).toEqual({ s: 'spam', 2: 'ham' });
});

test('says when there are more labels than keys', () => {
  const many = (count: number) => createKeymap(labelsOf(...Array.from({ length: count }, (_, i) => `l${i}`)), {});
  // ten digits and the alphabet without u and q
  expect(many(34).isComplete).toBe(true);
  expect(many(35).isComplete).toBe(false);
});

test.each([
  [' ', 'space'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\t', 'tab'],
  ['\u007f', 'backspace'],
  ['a', 'a'],
  ['ü', 'ü'],
  ['\u0001', undefined],
])('the character %j is the key %s', (character, name) => {
  expect(keyName(character)).toBe(name);
});
