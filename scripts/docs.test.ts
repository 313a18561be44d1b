import { existsSync } from 'node:fs';
import { glob, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const isOurs = (path: string): boolean => !/(^|\/)(node_modules|dist)\//.test(path);
const pages = (await Array.fromAsync(glob('{*.md,docs/**/*.md,packages/*/*.md}', { cwd: root }))).filter(isOurs).sort();

test('every link between pages leads to a file that exists', async () => {
  expect(pages).toEqual(expect.arrayContaining(['CHANGELOG.md', 'CONTRIBUTING.md', 'docs/README.md']));
  const broken: string[] = [];
  for (const page of pages) {
    const text = await readFile(join(root, page), 'utf8');
    for (const match of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      const [target = ''] = (match[1] as string).split('#');
      if (target === '' || /^[a-z]+:/.test(target)) continue;
      if (!existsSync(join(root, dirname(page), target))) broken.push(`${page}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test('every decision note keeps to its form', async () => {
  const folder = join(root, 'docs/decisions');
  const names = (await readdir(folder)).filter((name) => name !== 'README.md').sort();
  for (const [number, name] of names.entries()) {
    const text = await readFile(join(folder, name), 'utf8');
    expect(name).toMatch(new RegExp(`^${String(number).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
    expect(text.match(/^## .*/gm)).toEqual(['## Context', '## Choice', '## Cost', '## When to revisit']);
    expect(text.trimEnd().split('\n').length, name).toBeLessThanOrEqual(40);
  }
});
