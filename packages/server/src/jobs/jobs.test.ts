import { AlaasError, type Progress, type QueryResult } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { createLog } from '../log.ts';
import { isFinished, type JobRecord, type JobRequest, type QueryWork } from './job.ts';
import { type Jobs, type JobsOptions, openJobs } from './jobs.ts';

/** Work that ends when the test says so. */
interface Task {
  readonly request: JobRequest;
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
  readonly finish: (result?: QueryResult) => void;
  readonly fail: (error: unknown) => void;
}

let database: Database;
let tasks: Task[];
let published: JobRecord[];
let cleaned: JobRequest[];
let clock: number;

beforeEach(async () => {
  database = await openDatabase({ folder: undefined });
  tasks = [];
  published = [];
  cleaned = [];
  clock = 1000;
});

afterEach(() => database.close());

function open(options: Partial<JobsOptions> = {}): Promise<Jobs> {
  return openJobs({
    store: database.jobs,
    worker: {
      run: (request, { signal, onProgress }) => {
        const { promise, resolve, reject } = Promise.withResolvers<QueryResult | undefined>();
        signal.addEventListener('abort', () => reject(new AlaasError('CANCELLED', 'stopped')), { once: true });
        tasks.push({ request, signal, report: onProgress, finish: resolve, fail: reject });
        return promise;
      },
      cleanUp: (request) => cleaned.push(request),
    },
    publish: (job) => published.push(job),
    now: () => clock,
    log: createLog('silent'),
    ...options,
  });
}

const query = (dataset: string): QueryWork => ({
  kind: 'query',
  dataset,
  isTemporary: true,
  budget: 1,
  strategy: { type: 'random', options: {} },
  learner: 'nearest-prototype',
  seed: 0,
  keepDuplicates: false,
});

const result = { picks: [] } as unknown as QueryResult;
const forever = new AbortController().signal;

function task(n: number): Task {
  const found = tasks[n];
  if (found === undefined) throw new Error(`task ${n} has not begun`);
  return found;
}

describe('openJobs', () => {
  it('runs a job and remembers its result', async () => {
    const jobs = await open();
    const { id, state } = await jobs.submit(query('a'));
    expect(state).toBe('running');
    task(0).finish(result);
    const ended = await jobs.wait(id, forever);
    expect(ended).toMatchObject({ state: 'done', resultJson: '{"picks":[]}', finishedAt: 1000 });
    expect(await database.jobs.get(id)).toEqual(ended);
    expect(cleaned).toEqual([query('a')]);
    await jobs.close();
  });

  it('runs two at once, the others in their turn', async () => {
    const jobs = await open();
    const ids = [];
    for (const dataset of ['a', 'b', 'c', 'd']) ids.push((await jobs.submit(query(dataset))).id);
    expect(tasks.map(({ request }) => request.dataset)).toEqual(['a', 'b']);
    expect(jobs.live(ids[2] ?? '')?.state).toBe('queued');
    task(1).finish(result);
    await jobs.wait(ids[1] ?? '', forever);
    task(0).finish(result);
    await jobs.wait(ids[0] ?? '', forever);
    await until(() => tasks.length === 4);
    expect(tasks.map(({ request }) => request.dataset)).toEqual(['a', 'b', 'c', 'd']);
    await jobs.close();
  });

  it('keeps a place for queries beside a long scan', async () => {
    const jobs = await open();
    await jobs.submitScan('photos');
    await jobs.submitScan('texts');
    await jobs.submit(query('a'));
    expect(tasks.map(({ request }) => request.kind)).toEqual(['scan', 'query']);
    await jobs.close();
  });

  it('lets pushes during a scan share one more scan', async () => {
    const jobs = await open();
    const first = await jobs.submitScan('photos');
    const second = await jobs.submitScan('photos');
    const third = await jobs.submitScan('photos');
    expect(second.id).not.toBe(first.id);
    expect(third.id).toBe(second.id);
    expect(tasks).toHaveLength(1);
    task(0).finish();
    await jobs.wait(first.id, forever);
    await until(() => tasks.length === 2);
    task(1).finish();
    const ended = await jobs.wait(second.id, forever);
    expect(ended).toMatchObject({ state: 'done' });
    expect(ended).not.toHaveProperty('resultJson');
    await jobs.close();
  });

  it('makes one scan of pushes at the same moment', async () => {
    const jobs = await open();
    await jobs.submitScan('photos');
    const [second, third] = await Promise.all([jobs.submitScan('photos'), jobs.submitScan('photos')]);
    expect(third.id).toBe(second.id);
    expect(jobs.liveJobs()).toHaveLength(2);
    await jobs.close();
  });

  it('tells a failed job’s error, and keeps the text of an unknown one to itself', async () => {
    const jobs = await open();
    const known = await jobs.submit(query('a'));
    const unknown = await jobs.submit(query('b'));
    task(0).fail(new AlaasError('POOL_EXHAUSTED', 'Too few items.', { details: { pool: 2 } }));
    task(1).fail(new Error('no such file: /secret/place'));
    expect(await jobs.wait(known.id, forever)).toMatchObject({
      state: 'failed',
      error: { code: 'POOL_EXHAUSTED', detail: 'Too few items.', details: { pool: 2 } },
    });
    const { state, error } = (await jobs.wait(unknown.id, forever)) as JobRecord;
    expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'INTERNAL' });
    expect(error?.detail).not.toContain('secret');
    await jobs.close();
  });

  it('cancels a running job at once, and cleans up when the work has stopped', async () => {
    const jobs = await open();
    const { id } = await jobs.submit(query('a'));
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled' });
    expect(task(0).signal.aborted).toBe(true);
    await until(() => cleaned.length === 1);
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled' });
    expect(await database.jobs.get(id)).toMatchObject({ state: 'cancelled' });
    await jobs.close();
  });

  it('cancels a queued job, which then never starts', async () => {
    const jobs = await open({ concurrency: 1 });
    const first = await jobs.submit(query('a'));
    const { id } = await jobs.submit(query('b'));
    await jobs.cancel(id);
    expect(cleaned).toEqual([query('b')]);
    task(0).finish(result);
    await jobs.wait(first.id, forever);
    await jobs.close();
    expect(tasks).toHaveLength(1);
    expect(await database.jobs.get(id)).toMatchObject({ state: 'cancelled' });
  });

  it('does not change a job that has ended', async () => {
    const jobs = await open();
    const { id } = await jobs.submit(query('a'));
    task(0).finish(result);
    await jobs.wait(id, forever);
    expect(await jobs.cancel(id)).toMatchObject({ state: 'done' });
    expect(await jobs.cancel('unknown')).toBeUndefined();
    await jobs.close();
  });

  it('frees a dataset: its jobs end before the call does', async () => {
    const jobs = await open();
    await jobs.submitScan('photos');
    await jobs.submitScan('photos');
    const other = await jobs.submit(query('texts'));
    await jobs.cancelDataset('photos');
    expect(jobs.liveJobs().map(({ id }) => id)).toEqual([other.id]);
    expect(task(0).signal.aborted).toBe(true);
    await jobs.close();
  });

  it('stops waiting when the waiter leaves, and lets the job go on', async () => {
    const jobs = await open();
    const { id } = await jobs.submit(query('a'));
    expect(await jobs.wait(id, AbortSignal.abort())).toMatchObject({ state: 'running' });
    expect(task(0).signal.aborted).toBe(false);
    await jobs.close();
  });

  it('publishes changes of state and stage, and five steps a second', async () => {
    const jobs = await open();
    const { id } = await jobs.submit(query('a'));
    const scanned = (done: number): Progress => ({ stage: 'scan', done, total: 100, failed: 0 });
    task(0).report(scanned(1));
    for (let done = 2; done <= 50; done++) {
      clock += 20;
      task(0).report(scanned(done));
    }
    task(0).finish(result);
    await jobs.wait(id, forever);
    const steps = published.filter(({ progress }) => progress.stage === 'scan' && progress.done < 50);
    // 980 ms of reports: the first, then one every 200 ms
    expect(steps.map(({ progress }) => progress.done)).toEqual([1, 11, 21, 31, 41]);
    expect(published.map(({ state }) => state)).toEqual([...Array(6).fill('running'), 'done']);
    expect(jobs.live(id)).toBeUndefined();
    expect((await jobs.get(id))?.progress).toEqual(scanned(50));
    await jobs.close();
  });

  it('ignores what a cancelled job still reports', async () => {
    const jobs = await open();
    const { id } = await jobs.submit(query('a'));
    await jobs.cancel(id);
    task(0).report({ stage: 'scan', done: 1, total: 2, failed: 0 });
    expect(published.at(-1)).toMatchObject({ state: 'cancelled' });
    await jobs.close();
  });

  it('puts unfinished jobs back when it closes; the next process does them, in their order', async () => {
    const first = await open({ concurrency: 1 });
    const { id } = await first.submit(query('a'));
    await first.submit(query('b'));
    const waiting = first.wait(id, forever);
    await first.close();
    expect(isFinished((await waiting) as JobRecord)).toBe(false);
    await expect(first.submit(query('c'))).rejects.toMatchObject({ code: 'NOT_READY' });
    expect(cleaned).toEqual([]);

    tasks = [];
    const second = await open({ concurrency: 1 });
    await until(() => tasks.length === 1);
    expect(task(0).request).toEqual(query('a'));
    task(0).finish(result);
    expect(await second.wait(id, forever)).toMatchObject({ state: 'done' });
    await until(() => tasks.length === 2);
    expect(task(1).request).toEqual(query('b'));
    await second.close();
  });

  it('starts a job again whose process was killed', async () => {
    const record = { id: 'killed', kind: 'query', state: 'running', dataset: 'a', createdAt: 1 } as const;
    const progress = { stage: 'scan', done: 1, total: 2, failed: 0 } as const;
    await database.jobs.insert({ record: { ...record, progress }, request: query('a'), attempts: 2 });
    const jobs = await open();
    await until(() => tasks.length === 1);
    expect((await database.jobs.open())[0]).toMatchObject({ attempts: 3, record: { state: 'running' } });
    task(0).finish(result);
    expect(await jobs.wait('killed', forever)).toMatchObject({ state: 'done', createdAt: 1 });
    await jobs.close();
  });

  it('gives up a job that took the process down three times', async () => {
    const record = { id: 'poison', kind: 'query', state: 'running', dataset: 'a', createdAt: 1 } as const;
    const progress = { stage: 'scan', done: 1, total: 2, failed: 0 } as const;
    await database.jobs.insert({ record: { ...record, progress }, request: query('a'), attempts: 3 });
    const jobs = await open();
    expect(tasks).toEqual([]);
    expect(await jobs.get('poison')).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } });
    expect(cleaned).toEqual([query('a')]);
    await jobs.close();
  });

  it('takes no job that cannot be saved', async () => {
    const full = new AlaasError('STORE_FULL', 'No space.');
    const jobs = await open({ store: { ...database.jobs, insert: () => Promise.reject(full) }, concurrency: 1 });
    await expect(jobs.submit(query('a'))).rejects.toBe(full);
    await expect(jobs.submit(query('b'))).rejects.toBe(full);
    expect(tasks).toEqual([]);
    await jobs.close();
  });

  it('still tells how a job ended when that cannot be saved', async () => {
    const full = new AlaasError('STORE_FULL', 'No space.');
    const jobs = await open({ store: { ...database.jobs, finish: () => Promise.reject(full) } });
    const { id } = await jobs.submit(query('a'));
    task(0).finish(result);
    expect(await jobs.wait(id, forever)).toMatchObject({ state: 'done' });
    expect(await jobs.get(id)).toMatchObject({ state: 'done' });
    await jobs.close();
  });
});

/** Resolves when promises that are under way have made it true. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !isTrue(); turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(isTrue()).toBe(true);
}
