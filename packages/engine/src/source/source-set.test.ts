import { expect, test } from 'vitest';
import { shown } from './shown.ts';
import { defaults, faultOf, openOptions, sourcesFor } from './sources.fixture.ts';

test.each(['s3://bucket/a.jpg', 'gopher://host/', '/plain/path.jpg', 'a.jpg', '', 'javascript:alert(1)'])(
  'refuses %j and says which schemes there are',
  async (uri) => {
    const fault = await faultOf(sourcesFor().open(uri, openOptions));
    expect(fault.code).toBe('SOURCE_UNSUPPORTED');
    expect(fault.message).toContain('file, http, https');
    expect(sourcesFor().concurrency(uri)).toBe(1);
  },
);

test('says how many reads keep a source busiest, whatever the case of the scheme', () => {
  expect(sourcesFor().concurrency('HTTPS://host/a')).toBe(defaults.limits.connections_per_host);
  expect(sourcesFor().concurrency('file:///a')).toBeGreaterThan(1);
});

test('shows a URI without its secrets, on one line, and not endlessly', () => {
  expect(shown('https://user:pass@host/a.jpg?signature=x#y')).toBe('"https://host/a.jpg?…"');
  expect(shown('/data/a?.jpg')).toBe('"/data/a?.jpg"');
  expect(shown('https://a@b@host/')).toBe('"https://host/"');
  expect(shown('file:///a\nERROR forged\u2028line\u202e')).toBe('"file:///a\ufffdERROR forged\ufffdline\ufffd"');
  expect(shown('x'.repeat(500))).toHaveLength(203);
});
