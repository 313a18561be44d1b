import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimulationResult } from '@alaas/core';
import { expect, test } from 'vitest';
import { alaas, createFolder, endOf, png, startAlaas } from './cli.fixture.ts';

const subjects = ['cat fur paw', 'sea boat wind', 'code bug test'];

/** Texts of three subjects, three words of a small vocabulary each. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const words = (subjects[i % 3] as string).split(' ');
    return `${words[i % 2]} ${words[Math.floor(i / 7) % 3]} ${'abcdefghij'[i % 10]} ${i},subject ${i % 3}`;
  });
  return `text,subject\n${lines.join('\n')}\n`;
}

async function resultsOf(folder: string): Promise<SimulationResult> {
  return JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'));
}

/** How many runs the store has kept so far. */
async function finishedRuns(folder: string): Promise<number> {
  const files = await Array.fromAsync(glob('.alaas/simulations/*/*.json', { cwd: folder }));
  return files.length;
}

/** What does not depend on the machine. */
function lasting({ runs, strategies, ...rest }: SimulationResult) {
  return {
    ...rest,
    strategies: strategies.map(({ seconds: _, peakMemoryBytes: __, ...strategy }) => strategy),
    runs: runs.map(({ measured: _, ...run }) => run),
  };
}

test('compares strategies on a table, goes on after a kill, and gives the same as without one', async () => {
  await using folder = await createFolder();
  await writeFile(join(folder.path, 'texts.csv'), table(300));
  const simulate = [
    ...[
      'simulate',
      '--input',
      'texts.csv',
      '--label-column',
      'subject',
      '--strategies',
      'margin-confidence,badge,bald',
    ],
    ...['--seeds', '3', '--batch', '10', '--budget', '40', '--target', '0.9', '--stop', 'kappa-average'],
  ];
  const killed = startAlaas(folder.path, [...simulate, '--out', 'killed']);
  const ended = endOf(killed);
  // the first run is through, and the others are not
  await expect.poll(() => finishedRuns(folder.path), { interval: 5, timeout: 60_000 }).toBeGreaterThan(0);
  killed.kill('SIGKILL');
  expect((await ended).code).toBeUndefined();

  const resumed = await alaas(folder.path, [...simulate, '--out', 'resumed']);
  expect(resumed.code).toBe(0);
  expect(resumed.out).toMatch(/^STRATEGY +AUBC/m);
  const elsewhere = ['--storage', 'another-store', '--out', 'whole', '--json'];
  const whole = await alaas(folder.path, [...simulate, ...elsewhere]);
  const results = await resultsOf(join(folder.path, 'resumed'));
  expect(lasting(results)).toEqual(lasting(await resultsOf(join(folder.path, 'whole'))));
  expect(JSON.parse(whole.out).setting.key).toBe(results.setting.key);
  expect(results.strategies.map(({ strategy }) => strategy).sort()).toEqual([
    'badge',
    'bald',
    'margin-confidence',
    'random',
  ]);
  expect(results.runs).toHaveLength(12);
  expect(await readFile(join(folder.path, 'resumed/report.html'), 'utf8')).toContain('Query strategies on texts.csv');
});

test('takes the class of an image from its folder', async () => {
  await using folder = await createFolder();
  for (const name of ['dark', 'light']) await mkdir(join(folder.path, 'photos', name), { recursive: true });
  for (let i = 0; i < 40; i++) {
    await writeFile(
      join(folder.path, 'photos', i % 2 === 0 ? 'dark' : 'light', `${i}.png`),
      png(16, i % 2 === 0 ? 1 : 90 + i),
    );
  }
  const ran = await alaas(folder.path, [
    ...['simulate', '--input', 'photos', '--strategies', 'random', '--seeds', '2', '--budget', '4', '--batch', '2'],
    ...['--out', 'report', '--quiet'],
  ]);
  expect(ran).toMatchObject({ code: 0, out: '' });
  const { setting } = await resultsOf(join(folder.path, 'report'));
  expect(setting).toMatchObject({ classes: ['dark', 'light'], model: 'image-descriptor', items: 32, testItems: 8 });
});
