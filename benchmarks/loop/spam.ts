import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectClient } from '../../packages/client/src/index.ts';
import { createRandom, shuffled } from '../../packages/core/src/index.ts';
import { type Ratio, ratio } from '../result.ts';
import { openProject } from './labelled-project.ts';
import type { Bench, Row } from './row.ts';
import { startServer } from './start-server.ts';

const DATA = new URL('../../../shared/data/text/sms-spam.tsv', import.meta.url);
const SEEDS = [0, 1, 2, 3, 4];
const TEST_SHARE = 0.2;
/** Share of the F1 of all labels that is to be reached. */
const GOAL = 0.95;
/** Labels between two looks at the F1, the same for both ways. */
const STEP = 2;
const MOST_LABELS = 1500;
/** Items of one call of predict. */
const PREDICT_ITEMS = 1000;
const REACH = 6;
/** Of Student's distribution with four degrees of freedom, for 95 %. */
const T_4 = 2.776;

interface Message {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** A spam filter from nothing, with an oracle: the labels that it takes, the control arm's counted in, against random ones. */
export const spam: Row = {
  name: 'spam',
  async run(bench) {
    if (!existsSync(DATA)) {
      bench.say('skipped: ../shared/data/text/sms-spam.tsv is not here');
      return [];
    }
    const messages = readMessages();
    const pairs: { ours: number; random: number }[] = [];
    for (const seed of SEEDS) pairs.push(await compare(messages, seed, bench));
    return [summarise(pairs)];
  },
};

function readMessages(): Message[] {
  const [, ...lines] = readFileSync(DATA, 'utf8').trimEnd().split('\n');
  return lines.map((line, i) => {
    const tab = line.indexOf('\t');
    return { id: `sms-${i}`, label: line.slice(0, tab), text: line.slice(tab + 1) };
  });
}

async function compare(messages: readonly Message[], seed: number, { folder, say }: Bench) {
  const order = shuffled(Uint32Array.from(messages.keys()), messages.length, createRandom(seed).fork('split'));
  const split = Array.from(order, (at) => messages[at] as Message);
  const test = split.slice(0, Math.round(messages.length * TEST_SHARE));
  const pool = split.slice(test.length);
  const server = await startServer(join(folder, `spam-${seed}`));
  try {
    const open = (id: string, settings: { strategy: string; testShare?: number; controlShare?: number }) =>
      openProject(
        server.url,
        pool.map(({ id: item, text }) => ({ id: item, text })),
        {
          id,
          seed,
          labels: [{ name: 'spam' }, { name: 'ham' }],
          ...settings,
        },
      );
    // every label of the pool teaches this one
    const full = await open('full', { strategy: 'random', testShare: 0 });
    for (let start = 0; start < pool.length; start += PREDICT_ITEMS) {
      await full.respond(pool.slice(start, start + PREDICT_ITEMS).map(({ id, label }) => ({ item: id, value: label })));
    }
    await full.settled();
    const goal = GOAL * ((await f1(full, test)) ?? 0);
    const ours = await labelsTo(goal, await open('ours', { strategy: 'auto' }), pool, test);
    const random = await labelsTo(
      goal,
      await open('random', { strategy: 'random', testShare: 0, controlShare: 0 }),
      pool,
      test,
    );
    say(`seed ${seed}: F1 of ${goal.toFixed(3)} after ${ours} labels, at random after ${random}`);
    return { ours, random };
  } finally {
    await server.kill();
  }
}

/** Labels given until the F1 of spam is reached on messages that are in no pool. */
async function labelsTo(
  goal: number,
  project: ProjectClient,
  pool: readonly Message[],
  test: readonly Message[],
): Promise<number> {
  const truth = new Map(pool.map(({ id, label }) => [id, label]));
  for (let labels = 0; labels < MOST_LABELS; ) {
    const { leases } = await project.next({ n: STEP, anyway: true });
    if (leases.length === 0) throw new Error('The queue is empty.');
    await project.respond(leases.map(({ item, id }) => ({ item, lease: id, value: truth.get(item) as string })));
    labels += leases.length;
    await project.settled();
    const reached = await f1(project, test);
    if (reached !== undefined && reached >= goal) return labels;
  }
  return MOST_LABELS;
}

/** Undefined while there is no head. */
async function f1(project: ProjectClient, test: readonly Message[]): Promise<number | undefined> {
  const { training } = await project.metrics();
  if (training.modelVersion === 0) return undefined;
  let [hits, said, spams] = [0, 0, 0];
  for (let start = 0; start < test.length; start += PREDICT_ITEMS) {
    const part = test.slice(start, start + PREDICT_ITEMS);
    const { items } = await project.predict(part.map(({ text }) => ({ text })));
    for (const [i, { label }] of part.entries()) {
      const outcome = items[i];
      const isSaid = outcome !== undefined && 'value' in outcome && outcome.value === 'spam';
      if (isSaid) said++;
      if (label === 'spam') spams++;
      if (isSaid && label === 'spam') hits++;
    }
  }
  return said + spams === 0 ? 0 : (2 * hits) / (said + spams);
}

/** Mean ratio over seeds, of logarithms, with Student's interval. */
function summarise(pairs: readonly { ours: number; random: number }[]): Ratio {
  const logs = pairs.map(({ ours, random }) => Math.log(random / ours));
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const half = T_4 * Math.sqrt(variance / logs.length);
  const of = (name: 'ours' | 'random'): string => pairs.map((pair) => pair[name]).join(', ');
  return ratio(
    'spam, labels at random / ours',
    Math.exp(mean),
    REACH,
    `95 % interval ${Math.exp(mean - half).toFixed(1)} to ${Math.exp(mean + half).toFixed(1)}; ours ${of('ours')}; at random ${of('random')}`,
  );
}
