import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@alaas/core';
import { afterEach, expect, test } from 'vitest';
import { type Service, startService } from '../service.fixture.ts';
import { runIn, serverAt } from '../world.fixture.ts';

const margin = {
  id: 'margin-confidence',
  aliases: ['MarginConfidence'],
  title: 'Margin confidence',
  family: 'uncertainty',
  summary: 'Asks where the two best classes are close.',
  formula: '1 - (p1 - p2), in [0, 1]',
  reference: 'Scheffer 2001',
  cost: 'O(N K)',
  needs: ['probabilities'],
  kind: 'scorer',
  options: { type: 'object', properties: { power: { type: 'number', default: 1, description: 'Sharpens.' } } },
};
const random = { ...margin, id: 'random', aliases: [], needs: [], summary: 'Asks any.', options: {} };
const { family: _, ...shared } = margin;
const power = {
  ...shared,
  id: 'power',
  aliases: ['PowerBALD'],
  kind: 'reweigher',
  needs: [],
  summary: 'Draws at random.',
  options: { type: 'object', properties: { beta: { type: 'number', default: 1, description: 'The power.' } } },
};
const models = [
  { name: 'mine', title: 'Mine', summary: 'My own.', hub: 'file:mine.onnx', configured: true },
  { name: 'hashed-ngrams', modality: 'text', title: 'N-grams', summary: 'Texts.', hub: 'zoo', configured: false },
];

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function start(): Promise<Service> {
  service = await startService({
    'GET /v1/jobs': { status: 200, body: [] },
    'GET /v1/strategies': { status: 200, body: [margin, random] },
    'GET /v1/strategies/MarginConfidence': { status: 200, body: margin },
    'GET /v1/strategies/random': { status: 200, body: random },
    'GET /v1/strategies/power': { status: 404, body: { code: 'UNKNOWN_STRATEGY', detail: 'No strategy "power".' } },
    'GET /v1/strategies/pow': { status: 404, body: { code: 'UNKNOWN_STRATEGY', detail: 'No strategy "pow".' } },
    'GET /v1/wrappers': { status: 200, body: [power] },
    'GET /v1/wrappers/power': { status: 200, body: power },
    'GET /v1/models': { status: 200, body: models },
  });
  return service;
}

test('lists strategies as a table, from a service of its own on a store that is gone afterwards', async () => {
  const { url } = await start();
  const used: { options?: unknown; isClosed?: boolean } = {};
  const { code, out } = await runIn({ loadServer: serverAt(url, used) }, 'strategies');
  expect(code).toBe(0);
  expect(out.split('\n').slice(0, 6)).toEqual([
    'ID                 NEEDS          ASKS FOR',
    'margin-confidence  probabilities  Asks where the two best classes are close.',
    'random             nothing        Asks any.',
    '',
    'WRAPPER  NEEDS    CHANGES',
    'power    nothing  Draws at random.',
  ]);
  const { config } = used.options as { config: { storage: string } };
  expect(used.isClosed).toBe(true);
  expect(existsSync(config.storage)).toBe(false);
});

test('shows one strategy in full with its options', async () => {
  const { url } = await start();
  const { out } = await runIn({}, 'strategies', 'MarginConfidence', '--server', url);
  expect(out).toContain('also called  MarginConfidence');
  expect(out).toContain('utility      1 - (p1 - p2), in [0, 1]');
  expect(out).toContain('  power  default 1  Sharpens.');
  expect((await runIn({}, 'strategies', 'random', '--server', url)).out).toContain('It takes no options.');
});

test('shows a wrapper in full where no strategy has the name', async () => {
  const { url } = await start();
  const { out } = await runIn({}, 'strategies', 'power', '--server', url);
  expect(out).toContain('kind         reweigher');
  expect(out).toContain('Options, as --wrap power:name=value,name=value:\n  beta  default 1  The power.');
  const { code, err } = await runIn({}, 'strategies', 'pow', '--server', url);
  expect({ code, err }).toEqual({ code: 2, err: 'UNKNOWN_STRATEGY: No strategy "pow".\n' });
});

test('lists models as a table that marks the one of the config', async () => {
  const { url } = await start();
  const { out } = await runIn({}, 'models', '--server', url);
  expect(out.split('\n').slice(0, 3)).toEqual([
    'NAME           FOR   FROM            WHAT',
    'mine (config)  any   file:mine.onnx  My own.',
    'hashed-ngrams  text  built in        Texts.',
  ]);
});

test.each([
  [['strategies'], [margin, random, power]],
  [['strategies', 'power'], power],
  [['strategies', 'MarginConfidence'], margin],
  [['models'], models],
])('%o prints the same as JSON with --json', async (args, answer) => {
  const { url } = await start();
  const { out } = await runIn({}, ...args, '--server', url, '--json');
  expect(JSON.parse(out)).toEqual(answer);
});

test('an unknown strategy is wrong usage, in the words of the service', async () => {
  const { url } = await start();
  const ran = await runIn({}, 'strategies', 'margn', '--server', url);
  expect(ran).toEqual({ code: 2, out: '', err: 'NOT_FOUND: No GET /v1/strategies/margn.\n' });
});

test('lists models of a config without a look into its database', async () => {
  const { url } = await start();
  const cwd = mkdtempSync(join(tmpdir(), 'alaas-listing-'));
  writeFileSync(join(cwd, 'alaas.yml'), 'database: postgres://ann:secret@db.example/labels\nbudget: 7');
  const used: { options?: unknown } = {};
  const { code } = await runIn({ cwd, loadServer: serverAt(url, used) }, 'models', '--config', 'alaas.yml');
  rmSync(cwd, { recursive: true });
  expect(code).toBe(0);
  const { config } = used.options as { config: Config };
  expect({ budget: config.budget, database: config.database }).toEqual({ budget: 7, database: undefined });
});
