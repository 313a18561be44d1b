import { AlaasError } from '@alaas/core';
import { expect, test } from 'vitest';
import { runIn } from './world.fixture.ts';

test('every verb has an example, and the exit codes, in its help', async () => {
  const groups = ['dataset', 'project', 'members', 'review', 'webhooks'];
  const alone = [
    'serve',
    'query',
    'select',
    'strategies',
    'models',
    'doctor',
    'label',
    'predict',
    'export',
    'import',
    'replay',
  ];
  for (const verb of [...groups, ...alone]) {
    const { code, out } = await runIn({}, verb, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`Examples?:\\n.*alaas ${verb}`));
    expect(out).toContain('130  cancelled by Ctrl-C');
  }
});

test('prints the version of its package', async () => {
  expect((await runIn({}, '--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [['qurey'], 'Did you mean query?'],
  [['query', '--budgt', '3'], 'Did you mean --budget?'],
  [['--verson'], 'Did you mean --version?'],
])('%o is answered with the nearest suggestion', async (args, suggestion) => {
  const { code, out, err } = await runIn({}, ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^INVALID_REQUEST: Unknown /);
  expect(err).toContain(suggestion);
});

test('a wrong flag is a problem on standard output with --json', async () => {
  const { code, out, err } = await runIn({}, 'models', '--jason', '--json');
  expect({ code, err }).toEqual({ code: 2, err: '' });
  expect(JSON.parse(out)).toMatchObject({ code: 'INVALID_REQUEST', status: 400 });
});

test('a pattern that the shell took apart is answered with how to quote it', async () => {
  expect((await runIn({}, 'query', '--input', 'a.jpg', 'b.jpg')).err).toContain('Quote a pattern');
});

test('no verb shows the help and exits with 2', async () => {
  const { code, err } = await runIn({});
  expect(code).toBe(2);
  expect(err).toContain('Usage: alaas');
});

test('keeps stacks to itself unless ALAAS_DEBUG is set', async () => {
  const loadServer = () => Promise.reject(new Error('a bug', { cause: new Error('deep down') }));
  const plain = await runIn({ loadServer }, 'models');
  expect(plain).toMatchObject({ code: 1, err: 'INTERNAL: a bug Set ALAAS_DEBUG=1 to see where.\n' });
  const debugged = await runIn({ loadServer, env: { ALAAS_DEBUG: '1' } }, 'models');
  expect(debugged.err).toMatch(/program\.test\.ts/);
  expect(debugged.err).toContain('caused by Error: deep down');
});

test('whatever breaks off after Ctrl-C counts as cancelled', async () => {
  const loadServer = () => Promise.reject(new AlaasError('UNREACHABLE', 'gone'));
  const ran = await runIn({ loadServer, interrupted: AbortSignal.abort() }, 'models');
  expect(ran).toMatchObject({ code: 130, err: 'CANCELLED: Cancelled.\n' });
});
