import { afterEach, expect, test } from 'vitest';
import { round } from '../project/project.fixture.ts';
import { type Service, startService } from '../service.fixture.ts';
import { runIn } from '../world.fixture.ts';

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function run(body: unknown, ...args: string[]) {
  service = await startService({ 'POST /v1/projects/spam/rounds/2/replay': { status: 200, body } });
  return await runIn({}, 'replay', 'spam', '2', '--server', service.url, ...args);
}

test('says that a round is the same again, and exits with 0', async () => {
  const ran = await run({ round, items: round.items, isSame: true, differences: [], changes: [] });
  expect(ran).toEqual({ code: 0, out: 'Round 2 again: the same 2 items in the same order.\n', err: '' });
});

test('says how a round differs, and exits with 1', async () => {
  const items = [
    { item: 'sms-1', arm: 'strategy' },
    { item: 'sms-9', arm: 'strategy' },
  ];
  const differences = ['The head of version 1 is not kept any more.'];
  const ran = await run({ round, items, isSame: false, differences, changes: [{ code: 'no-head', version: 1 }] });
  expect(ran.code).toBe(1);
  expect(ran.out).toBe(
    [
      'Round 2 again differs.',
      '  The head of version 1 is not kept any more.',
      '  PLACE  THEN   NOW',
      '  2      sms-2  sms-9',
      '',
    ].join('\n'),
  );
});

test('gives programs the replay, and the same exit code', async () => {
  const changes = [{ code: 'other-items', items: 40 }];
  const replay = { round, items: [], isSame: false, differences: ['The pool has other items.'], changes };
  const ran = await run(replay, '--json');
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.out)).toEqual(replay);
});

test('refuses a round that is no number', async () => {
  const ran = await runIn({}, 'replay', 'spam', 'last');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain('It is not a whole number.');
});
