import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Generator } from './generator.ts';
import { generatedMark } from './markdown.ts';

const template = '0000-template.md';

/** The list of decision notes, from their titles. */
export const decisionIndex: Generator = {
  title: 'the list of decisions',
  async generate(root) {
    const folder = join(root, 'docs/decisions');
    const names = (await readdir(folder)).filter((name) => /^\d{4}-.*\.md$/.test(name) && name !== template).sort();
    const lines = await Promise.all(
      names.map(async (name) => `- [${titleOf(name, await readFile(join(folder, name), 'utf8'))}](${name})`),
    );
    const text = [
      generatedMark,
      '# Decisions',
      '',
      'Why contested things are as they are, what that costs, and when to look at them again.',
      '',
      ...lines,
      '',
      `A new note starts from [the template](${template}).`,
      '',
    ].join('\n');
    return [{ path: 'docs/decisions/README.md', text }];
  },
};

function titleOf(name: string, text: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) throw new Error(`docs/decisions/${name} has no title; begin it with "# ".`);
  return title;
}
