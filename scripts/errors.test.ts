import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorTable } from '@alaas/core';
import { expect, test } from 'vitest';
import { isTestFile, readSources } from './sources.ts';

const root = join(import.meta.dirname, '..');
const table = 'packages/core/src/errors.ts';
const sources = (await readSources(root)).filter(({ path }) => path !== table && !isTestFile(path));

test('every code that is thrown is in the table', () => {
  const thrown = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/new AlaasError\(\s*'([^']*)'/g)].map((match) => ({ path, code: match[1] as string })),
  );
  expect(thrown.length).toBeGreaterThan(10);
  expect(thrown.filter(({ code }) => !Object.hasOwn(errorTable, code))).toEqual([]);
});

test('every code of the table is used', () => {
  const own = sources.map(({ text }) => text).join('\n');
  // core itself turns what it does not know into these
  const fallback = ['CANCELLED', 'INTERNAL'];
  const unused = Object.keys(errorTable).filter((code) => !fallback.includes(code) && !own.includes(`'${code}'`));
  expect(unused).toEqual([]);
});

test('every code has a sentence on the reference page', async () => {
  const page = await readFile(join(root, 'docs/reference/errors.md'), 'utf8');
  for (const [code, { summary, status }] of Object.entries(errorTable)) {
    expect(page).toContain(`| \`${code}\` | ${status} |`);
    expect(page).toContain(`| ${summary} |`);
    expect(summary).toMatch(/^[A-Z].*\.$/);
  }
});
