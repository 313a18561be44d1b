import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, type ProjectHistory, type ProjectRecords } from '@alaas/core';
import { afterAll, describe, expect, it } from 'vitest';

/** How often the service is killed. */
const kills = 5;
const persons = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay'];
const script = fileURLToPath(new URL('./testing/queue-process.fixture.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'alaas-kill-'));
let running: ChildProcess | undefined;

afterAll(() => {
  running?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Sent {
  readonly item: string;
  readonly key: string;
  readonly value: string;
}

/** Answers by person: those that were acknowledged, and the one that was under way. */
const acknowledged = new Map<string, Sent[]>(persons.map((person) => [person, []]));
const underWay = new Map<string, Sent>();

async function startProcess(): Promise<string> {
  running = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(running.stdout as NodeJS.ReadableStream, 'data');
  const { port } = JSON.parse(String(line)) as { port: number };
  return `http://127.0.0.1:${port}/v1/projects/mail`;
}

async function killProcess(): Promise<void> {
  const child = running as ChildProcess;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function call<T>(url: string, person: string, body?: object): Promise<T> {
  const response = await fetch(url, {
    headers: { 'x-person': person, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T;
  expect(response.status, JSON.stringify(answer)).toBe(200);
  return answer;
}

async function send(url: string, person: string, sent: Sent): Promise<void> {
  underWay.set(person, sent);
  const { items } = await call<{ items: object[] }>(`${url}/responses`, person, { items: [sent] });
  expect(items[0]).toHaveProperty('response');
  underWay.delete(person);
  acknowledged.get(person)?.push(sent);
}

/** Labels until the service is gone. */
async function label(url: string, person: string, run: number): Promise<void> {
  try {
    for (let n = 0; ; n++) {
      const { leases } = await call<{ leases: { item: string }[] }>(`${url}/next?n=3`, person);
      const [first] = leases;
      if (first === undefined) return;
      await send(url, person, { item: first.item, key: `${run}-${n}`, value: n % 3 === 0 ? 'spam' : 'ham' });
    }
  } catch (error) {
    // an answer of the service that was wrong is not the end of the service
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
}

async function historyOf(url: string, person: string): Promise<ProjectHistory['responses']> {
  const all: ProjectHistory['responses'] = [];
  for (let next = ''; ; ) {
    const page = await call<ProjectHistory>(`${url}/history?limit=1000${next}`, person);
    all.push(...page.responses);
    if (page.next === undefined) return all;
    next = `&before=${page.next}`;
  }
}

describe('a service that is killed', () => {
  it('has every answer that it acknowledged, each once, and goes on at once', { timeout: 180_000 }, async () => {
    const random = createRandom(50);
    let url = await startProcess();
    for (let run = 0; run < kills; run++) {
      const work = persons.map((person) => label(url, person, run));
      await new Promise((resolve) => setTimeout(resolve, 20 + random.below(400)));
      await killProcess();
      await Promise.all(work);
      url = await startProcess();
      // what was on its way is sent again, as a client does
      for (const [person, sent] of [...underWay]) await send(url, person, sent);
      for (const person of persons) {
        const history = await historyOf(url, person);
        const items = history.map(({ item }) => item);
        expect(new Set(items).size).toBe(items.length);
        const kept = new Map(history.map(({ item, value }) => [item, value]));
        const sent = acknowledged.get(person) ?? [];
        expect(sent.map(({ item }) => kept.get(item))).toEqual(sent.map(({ value }) => value));
        expect(history).toHaveLength(sent.length);
        const { mine } = await call<{ mine: number }>(`${url}/next?n=1`, person);
        expect(mine).toBe(sent.length);
      }
    }
    const { records } = await call<ProjectRecords>(`${url}/records?limit=1000`, 'owner');
    for (const { item, responses, status } of records) {
      const counting = responses.filter(({ isExtra }) => !isExtra);
      expect(counting.length, item).toBeLessThanOrEqual(2);
      expect(status === 'pending').toBe(counting.length < 2 && status !== 'disputed');
    }
    const total = [...acknowledged.values()].reduce((sum, sent) => sum + sent.length, 0);
    expect(total).toBeGreaterThan(kills);
  });
});
