import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filePath, fileUri } from './file-uri.ts';
import { faultOf } from './sources.fixture.ts';

describe('the path of a file: URI', () => {
  test.each([
    ['file:///a/b.jpg', '/a/b.jpg'],
    ['file:/a/b.jpg', '/a/b.jpg'],
    ['file://localhost/a/b.jpg', '/a/b.jpg'],
    ['FILE://LOCALHOST/a', '/a'],
    ['file:///a%20b/%C3%BC%25.jpg', '/a b/ü%.jpg'],
    ['file:///a b/ü.jpg', '/a b/ü.jpg'],
    ['file:///a/%252e%252e/b', '/a/%2e%2e/b'],
  ])('%s is %s: decoded once', (uri, path) => expect(filePath(uri)).toBe(path));

  test.each([
    ['file://otherhost/a', 'SOURCE_FORBIDDEN'],
    ['file://127.0.0.1/a', 'SOURCE_FORBIDDEN'],
    ['file:///a%2fb', 'SOURCE_FORBIDDEN'],
    ['file:///a%00.jpg', 'SOURCE_FORBIDDEN'],
    ['file:///a\0.jpg', 'SOURCE_FORBIDDEN'],
    ['file:a/b.jpg', 'SOURCE_UNSUPPORTED'],
    ['file:../b.jpg', 'SOURCE_UNSUPPORTED'],
    ['file:///a?b', 'SOURCE_UNSUPPORTED'],
    ['file:///a#b', 'SOURCE_UNSUPPORTED'],
    ['file:///100%.jpg', 'SOURCE_UNSUPPORTED'],
    ['file:///%ff.jpg', 'SOURCE_UNSUPPORTED'],
  ])('%j is refused with %s', async (uri, code) => {
    expect(await faultOf((async () => filePath(uri))())).toMatchObject({ code });
  });
});

const paths = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).map((part) => part.replace(/[/\0]/g, '_')));

test('a path survives being written as a URI and read again', () => {
  fc.assert(
    fc.property(paths, (parts) => {
      const path = `/${parts.join('/')}`;
      expect(filePath(fileUri(path))).toBe(path);
    }),
    { seed: 1 },
  );
});

test('the URI of a path is the one Node gives, but for signs that need no escape', () => {
  const path = '/a b/ü#?%[x]^|".jpg';
  expect(decodeURI(fileUri(path))).toBe(decodeURI(pathToFileURL(path).href));
  expect(fileUri('/plain/a-b_c.~1.jpg')).toBe('file:///plain/a-b_c.~1.jpg');
});
