import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient, type ProjectClient } from '../../packages/client/src/index.ts';
import { createRandom, type Random } from '../../packages/core/src/index.ts';
import { sampleTexts } from '../../packages/zoo/src/index.ts';
import { type Ratio, ratio } from '../result.ts';
import { createHolders, type Holders } from './holders.ts';
import { openProject } from './labelled-project.ts';
import type { Bench, Row } from './row.ts';
import { startServer } from './start-server.ts';

const ITEMS = 50_000;
const ANNOTATORS = 50;
const OVERLAP = 2;
/** Between two answers of one annotator. */
const ANSWER_MS = 2000;
const SECONDS = 60;
/** Leases that each holds. */
const PREFETCH = 5;
/** Before somebody who got nothing asks again. */
const EMPTY_MS = 200;
const WRONG_SHARE = 0.05;
const labels = ['delivery', 'refund', 'account', 'safety'];

const MOST_MS = 50;
const MOST_REFRESH_MS = 1500;

/** Fifty people label at once while the head is trained behind them. */
export const annotators: Row = {
  name: 'annotators',
  async run({ folder, say }: Bench) {
    const server = await startServer(join(folder, 'annotators'));
    try {
      const texts = [...sampleTexts({ seed: 1, size: ITEMS })];
      const items = texts.map(({ id, text }) => ({ id, text }));
      const owner = await openProject(server.url, items, {
        id: 'loop',
        overlap: OVERLAP,
        labels: labels.map((name) => ({ name })),
      });
      say(`${ITEMS} items are scanned`);
      const truth = new Map(texts.map(({ id, label }) => [id, label]));
      const times = { next: [] as number[], responses: [] as number[], empty: 0 };
      const holders = createHolders(OVERLAP);
      const until = performance.now() + SECONDS * 1000;
      const people = await Promise.all(Array.from({ length: ANNOTATORS }, (_, i) => enter(owner, server.url, i)));
      await Promise.all(
        people.map(({ name, project }, i) =>
          label({ name, project, truth, times, holders, until, random: createRandom(i) }),
        ),
      );
      const { training, pool } = await owner.metrics();
      say(
        `${times.responses.length} answers, ${times.empty} times nothing to do, model ${training.modelVersion}, ${pool.completed} records completed`,
      );
      return ratios(times, holders, training.refreshMs?.median ?? Number.POSITIVE_INFINITY);
    } finally {
      await server.kill();
    }
  },
};

interface Person {
  readonly name: string;
  readonly project: ProjectClient;
}

async function enter(owner: ProjectClient, url: string, i: number): Promise<Person> {
  const { token, name } = await owner.members.add(`annotator ${i}`);
  return { name, project: createClient({ url, token }).project(owner.id) };
}

interface Work extends Person {
  readonly truth: ReadonlyMap<string, string>;
  readonly times: { readonly next: number[]; readonly responses: number[]; empty: number };
  readonly holders: Holders;
  readonly until: number;
  readonly random: Random;
}

/** One person: hold five, answer one, wait, ask again. */
async function label({ name, project, truth, times, holders, until, random }: Work): Promise<void> {
  await wait(random.next() * ANSWER_MS);
  while (performance.now() < until) {
    holders.ask(name);
    const { leases } = await timed(times.next, () => project.next({ n: PREFETCH }));
    holders.receive(
      name,
      leases.map(({ item }) => item),
    );
    const [lease] = leases;
    if (lease === undefined) {
      times.empty++;
      await wait(EMPTY_MS);
      continue;
    }
    const shown = performance.now();
    await project.heartbeat([lease.id], { seen: [lease.id] });
    await wait(ANSWER_MS * (0.75 + 0.5 * random.next()));
    const isWrong = random.next() < WRONG_SHARE;
    const value = isWrong ? (labels[random.below(labels.length)] as string) : (truth.get(lease.item) as string);
    const answer = { item: lease.item, lease: lease.id, value, leadTimeMs: performance.now() - shown };
    const { items } = await timed(times.responses, () => project.respond([answer]));
    holders.answer(name, lease.item);
    const [outcome] = items;
    if (outcome === undefined || 'error' in outcome || outcome.response?.isExtra !== false) {
      throw new Error(`An answer was not counted: ${JSON.stringify(outcome)}`);
    }
  }
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  times.push(performance.now() - started);
  return result;
}

function ratios(times: Work['times'], holders: Holders, refreshMs: number): Ratio[] {
  return [
    latency('next, p99', times.next),
    latency('responses, p99', times.responses),
    ratio(
      'leases within overlap',
      holders.tooMany === 0 ? 1 : 0,
      1,
      `${holders.tooMany} times an item was in too many hands`,
    ),
    ratio(
      'answer to refreshed queue',
      MOST_REFRESH_MS / refreshMs,
      1,
      `${MOST_REFRESH_MS} ms against a median of ${refreshMs.toFixed(0)} ms`,
    ),
  ];
}

function latency(name: string, times: readonly number[]): Ratio {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const note = `${MOST_MS} ms against ${at(0.99).toFixed(1)}; median ${at(0.5).toFixed(1)}, most ${at(1).toFixed(1)} of ${sorted.length} calls`;
  return ratio(name, MOST_MS / at(0.99), 1, note);
}
