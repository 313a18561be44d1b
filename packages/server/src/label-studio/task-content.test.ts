import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { taskContent } from './task-content.ts';

const hostname = 'http://localhost:8080';
const show = (value: string, isAddress = false) => ({ tag: isAddress ? 'Image' : 'Text', name: 'o', value, isAddress });

function contentOf(data: Record<string, unknown>, ...objects: ReturnType<typeof show>[]) {
  try {
    return taskContent({ data }, { objects: objects.length === 0 ? undefined : objects, hostname });
  } catch (error) {
    if (isAlaasError(error, 'INVALID_REQUEST')) return error.message;
    throw error;
  }
}

describe('taskContent', () => {
  it('is the field that the object shows, among all others', () => {
    expect(contentOf({ title: 'a', body: 'b', text: 'c' }, show('$body'))).toEqual({ text: 'b' });
  });

  it('reaches into objects and lists, and prefers a field of the whole name', () => {
    const data = { a: { b: 'inner' }, list: [{ url: 'x' }] };
    expect(contentOf(data, show('$a.b'))).toEqual({ text: 'inner' });
    expect(contentOf(data, show('$list[0].url'))).toEqual({ text: 'x' });
    expect(contentOf({ ...data, 'a.b': 'whole' }, show('$a.b'))).toEqual({ text: 'whole' });
  });

  it('takes the only field of a file without names for the one that is shown', () => {
    expect(contentOf({ $undefined$: 'a line' }, show('$text'))).toEqual({ text: 'a line' });
  });

  it('completes relative addresses with that of Label Studio, and leaves the others', () => {
    expect(contentOf({ i: '/data/upload/8/a.jpg' }, show('$i', true))).toEqual({
      uri: `${hostname}/data/upload/8/a.jpg`,
    });
    expect(contentOf({ i: 's3://bucket/a.jpg' }, show('$i', true))).toEqual({ uri: 's3://bucket/a.jpg' });
    const unknown = { objects: [show('$i', true)], hostname: undefined };
    expect(() => taskContent({ data: { i: '/a.jpg' } }, unknown)).toThrow('is relative');
  });

  it('is no image that stands in the task itself, and no text without end', () => {
    expect(contentOf({ i: `data:image/png;base64,${'A'.repeat(5000)}` }, show('$i', true))).toContain('Data URIs');
    expect(contentOf({ text: 'a'.repeat(1_000_001) }, show('$text'))).toContain('1000000');
  });

  it('is both texts of a comparison', () => {
    expect(contentOf({ a: 'yes', b: 'no' }, show('$a'), show('$b'))).toEqual({ text: 'yes\n\nno' });
  });

  it('is found by the usual names where the config is not known', () => {
    expect(contentOf({ text: 'a', page: 3 })).toEqual({ text: 'a' });
    expect(contentOf({ image: '/a.jpg' })).toEqual({ uri: `${hostname}/a.jpg` });
    expect(contentOf({ x: 'a', y: 'b' })).toContain('several fields');
  });

  it.each<Record<string, unknown>>([{}, { text: '' }, { text: ['a'] }, { text: null }])(
    'misses the text in %j',
    (data) => {
      expect(contentOf(data, show('$text'))).toContain('"text"');
      expect(contentOf(data, show('$constructor.name'))).toContain('no text');
    },
  );
});
