import { expect, test } from 'vitest';
import { parseWrap } from './wrap.ts';

test.each([
  ['seals', { type: 'seals', options: {} }],
  ['seals:k=50', { type: 'seals', options: { k: 50 } }],
  ['seals:k=50,anchors=3', { type: 'seals', options: { k: 50, anchors: 3 } }],
  ['mine:name=a:b', { type: 'mine', options: { name: 'a:b' } }],
])('--wrap %s is read as %o, after those named before', (text, wrap) => {
  const earlier = { type: 'power', options: { beta: 2 } };
  expect(parseWrap(text)).toEqual([wrap]);
  expect(parseWrap(text, [earlier])).toEqual([earlier, wrap]);
});

test.each(['', ':k=1', 'seals:', 'seals:k', 'seals:k=1,,', 'seals:=1'])('--wrap "%s" is refused', (text) => {
  expect(() => parseWrap(text)).toThrow(
    expect.objectContaining({ code: 'INVALID_REQUEST', message: expect.stringContaining('--wrap') }),
  );
});
