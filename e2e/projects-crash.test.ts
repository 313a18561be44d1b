import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, type ProjectClient } from '../packages/client/src/index.ts';
import { type AuditEntry, createRandom } from '../packages/core/src/index.ts';
import { findPrograms, startCluster } from '../packages/server/src/database/testing/cluster.ts';
import { describeEngines } from '../packages/server/src/database/testing/engines.ts';
import { sampleTexts } from '../packages/zoo/src/index.ts';
import { CrashAnnotator } from './crash-annotator.fixture.ts';
import { type Service, type ServiceOptions, startService } from './service.fixture.ts';

/** Kills of the service on its own database; `KILLS=50` makes it a long test. */
const KILLS = Number(process.env.KILLS ?? 2);
const ITEMS = 800;
const OVERLAP = 2;
const ANNOTATORS = 4;
const labels = ['delivery', 'refund', 'account', 'safety'];
const project = 'crash';

/** How long the service took to be of use again after each kill, in seconds. */
interface Back {
  readonly ready: number;
  readonly next: number;
  /** Processor time of it until then: other programs on the machine change it little. */
  readonly processor: number;
}

/** A service that is killed and started again on the same place, and people who label it. */
class CrashTest {
  readonly people: CrashAnnotator[] = [];
  readonly back: Back[] = [];
  readonly #options: ServiceOptions;
  #service: Service | undefined;
  #modelVersion = 0;

  constructor(options: ServiceOptions) {
    this.#options = options;
    onTestFinished(() => this.#service?.kill());
  }

  get owner(): ProjectClient {
    return createClient({ url: this.service.url }).project(project);
  }

  get service(): Service {
    if (this.#service === undefined) throw new Error('The service does not run.');
    return this.#service;
  }

  /** Makes the project and those who label it. */
  async begin(): Promise<void> {
    this.#service = await startService(this.#options).listening;
    const client = createClient({ url: this.service.url });
    await client.datasets.create({ id: 'texts' });
    const items = [...sampleTexts({ seed: 3, size: ITEMS })].map(({ id, text }) => ({ id, text }));
    const { job } = await client.datasets.push('texts', { items });
    await client.jobs.wait(job);
    const settings = { dataset: 'texts', labels: labels.map((name) => ({ name })), overlap: OVERLAP };
    await client.projects.create({ id: project, ...settings });
    for (let i = 0; i < ANNOTATORS; i++) {
      const { token, name, id } = await this.owner.members.add(`annotator ${i}`);
      const person = new CrashAnnotator({ name: id, token, project, labels, random: createRandom(100 + i) });
      person.at(this.service.url);
      this.people.push(person);
      expect(name).toBe(`annotator ${i}`);
    }
    while ((await this.owner.next({ n: 1 })).empty?.reason === 'waiting') await wait(50);
    const { leases } = await this.owner.next({ n: 1 });
    await this.owner.giveBack(leases.map(({ id }) => id));
  }

  /** Starts it again, and measures until it serves. */
  async restart(): Promise<void> {
    const started = performance.now();
    this.#service = await startService(this.#options).listening;
    const { url } = this.service;
    while (!(await fetch(`${url}/readyz`)).ok) await wait(10);
    const ready = performance.now() - started;
    const [first] = this.people;
    await first?.at(url).next({ n: 3 });
    const next = performance.now() - started;
    this.back.push({ ready: ready / 1000, next: next / 1000, processor: processorSeconds(this.service.pid) });
    for (const person of this.people) {
      person.at(url);
      await person.settle();
    }
  }

  async kill(): Promise<void> {
    await this.service.kill();
    this.#service = undefined;
  }

  /** Everybody labels, until the service is killed: so many milliseconds after so many answers. */
  async labelAndKill({ answers, ms }: { readonly answers: number; readonly ms: number }): Promise<void> {
    const labelling = this.label();
    await Promise.race([labelling, this.labelMore(answers)]);
    // what somebody knows of the model must hold after the kill too
    await this.#lookAtModel();
    await wait(ms);
    await this.kill();
    await labelling;
  }

  /** Everybody labels, until the service is gone. */
  async label(): Promise<void> {
    await Promise.all(this.people.map((person) => person.labelUntilKilled()));
  }

  /** Waits for so many answers more. */
  async labelMore(answers: number): Promise<void> {
    const goal = this.#answers + answers;
    while (this.#answers < goal) await wait(5);
  }

  get #answers(): number {
    return this.people.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  }

  async #lookAtModel(): Promise<void> {
    const { training } = await this.owner.metrics();
    // no head can stand when undoing has left one label
    const mayHaveNone = training.modelVersion === 0 && (await this.#learntLabels()) < 2;
    if (!mayHaveNone) expect(training.modelVersion).toBeGreaterThanOrEqual(this.#modelVersion);
    this.#modelVersion = training.modelVersion;
  }

  /** Labels that a head can learn: answers that were undone, or that others contradict, may leave one, which teaches none. */
  async #learntLabels(): Promise<number> {
    const labels = new Set<unknown>();
    for await (const { answer, isTest } of this.owner.records())
      if (!isTest && answer !== undefined) labels.add(answer);
    return labels.size;
  }

  /** Everything that was acknowledged is there, once, and nothing else. */
  async check(): Promise<void> {
    await this.#lookAtModel();
    const holders = new Map<string, number>();
    for (const person of this.people) {
      const history = await person.history();
      const found = history.map(({ id, item, value }) => ({ id, item, value })).reverse();
      expect(found, person.name).toEqual(person.standing);
      expect(new Set(found.map(({ item }) => item)).size, 'one answer to an item').toBe(found.length);
      expect(await person.lostLeases(), person.name).toEqual([]);
      const inHand = await person.inHand();
      const counted = history.filter(({ isExtra }) => !isExtra).map(({ item }) => item);
      for (const item of new Set([...inHand, ...counted])) holders.set(item, (holders.get(item) ?? 0) + 1);
    }
    expect([...holders].filter(([, count]) => count > OVERLAP)).toEqual([]);
    if (this.#modelVersion > 0) {
      const { items } = await this.owner.predict([{ text: 'where is my parcel' }]);
      expect(items).toHaveLength(1);
    }
  }

  /** The head has learnt everything, the records agree with the answers, and the audit trail with both. */
  async checkAll(): Promise<void> {
    await this.check();
    const { training, pool } = await this.owner.settled();
    expect(training).toMatchObject({ behind: 0, error: null });
    expect(training.modelVersion).toBeGreaterThan(0);
    const standing = this.people.flatMap((person) => person.standing.map(({ id }) => id));
    const records = await Array.fromAsync(this.owner.records());
    const kept = records.flatMap(({ responses }) => responses);
    expect(kept.map(({ id }) => id).toSorted()).toEqual(standing.toSorted());
    expect(pool.responses).toBe(kept.filter(({ isExtra }) => !isExtra).length);
    const trail = await readAudit(this.service.url);
    const idsOf = (action: string) =>
      trail.filter((entry) => entry.action === action).map(({ details }) => (details as { response: string }).response);
    expect(idsOf('response.created').toSorted()).toEqual(
      this.people.flatMap(({ acknowledged }) => [...acknowledged]).toSorted(),
    );
    expect(idsOf('response.retracted').toSorted()).toEqual(this.people.flatMap(({ undone }) => [...undone]).toSorted());
    expect(this.people.every(({ acknowledged }) => acknowledged.size > 0)).toBe(true);
  }

  /** Prints how long it took to be back, and how much went unheard. */
  say(): void {
    const most = (key: keyof Back): string => Math.max(...this.back.map((one) => one[key])).toFixed(2);
    const middle = (key: keyof Back): string =>
      (this.back.map((one) => one[key]).toSorted((a, b) => a - b)[this.back.length >> 1] ?? 0).toFixed(2);
    const unheard = this.people.reduce((sum, { keptUnheard }) => sum + keptUnheard, 0);
    console.log(
      `${this.back.length} restarts: ready in ${middle('ready')} s (most ${most('ready')}), first record in ${middle('next')} s (most ${most('next')}), of which ${middle('processor')} s on a processor; ${this.#answers} answers, ${unheard} of them kept without a reply`,
    );
  }
}

/** Of all its threads, by Linux; it counts hundredths. */
function processorSeconds(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user + system) / 100;
}

async function readAudit(url: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (let before = ''; ; ) {
    const response = await fetch(`${url}/v1/projects/${project}/audit?limit=1000${before}`);
    const page = (await response.json()) as AuditEntry[];
    entries.push(...page);
    const last = page[999];
    if (last === undefined) return entries;
    before = `&before=${last.number}`;
  }
}

async function killOften(test: CrashTest, options: ServiceOptions, kills: number): Promise<void> {
  const random = createRandom(7);
  await test.begin();
  for (let killed = 0; killed < kills; killed++) {
    await test.labelAndKill({ answers: 12 + random.below(40), ms: random.below(300) });
    // now and then it dies before it is back
    if (random.next() < 0.2) {
      const starting = startService(options);
      await wait(random.below(1200));
      await starting.kill();
    }
    await test.restart();
    await test.check();
  }
  await test.checkAll();
  test.say();
}

describeEngines('a project whose service is killed under load', (make) => {
  it('keeps every acknowledged answer once, its leases, its head and its audit trail', async () => {
    const { place, remove } = await make();
    onTestFinished(() => remove());
    const options = { folder: place.folder, database: place.url };
    const test = new CrashTest(options);
    await killOften(test, options, place.url === undefined ? KILLS : Math.ceil(KILLS / 2));
  }, 3_600_000);
});

const programs = findPrograms();

describe.skipIf(programs === undefined)('a project whose PostgreSQL breaks under load', () => {
  it('goes on after its backend was killed and after a restart, and has lost nothing', async () => {
    const cluster = await startCluster(programs ?? '');
    const folder = mkdtempSync(join(tmpdir(), 'alaas-crash-'));
    onTestFinished(async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true });
    });
    // what the cluster of the tests does without for speed
    const database = `${cluster.url}&options=-csynchronous_commit%3Don`;
    const test = new CrashTest({ folder, database });
    await test.begin();
    const labelling = test.label();
    for (const strike of [
      () => cluster.killBackend('alaas'),
      () => cluster.killBackend('alaas'),
      () => cluster.restart(),
    ]) {
      await test.labelMore(20);
      await strike();
    }
    await test.labelMore(20);
    expect(test.service.ended).toBeUndefined();
    await test.kill();
    await labelling;
    await test.restart();
    await test.checkAll();
    test.say();
  }, 120_000);
});
