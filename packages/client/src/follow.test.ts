import { AlaasError, type Job, type Progress } from '@alaas/core';
import { expect, test } from 'vitest';
import type { JobEvent } from './events.ts';
import { type Followed, followJob } from './follow.ts';
import type { Pause } from './pause.ts';
import { jobOf, result } from './service.fixture.ts';

function progress(done: number): Progress {
  return { stage: 'scan', done, total: 10, failed: 0 };
}

const noEvents = (): AsyncIterable<JobEvent> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new AlaasError('UNREACHABLE', 'no stream here')) }),
});

/** Looks that are answered one after another; an error is thrown. */
function looks(...answers: (Job | AlaasError)[]): Followed['get'] {
  return async () => {
    const answer = answers.shift();
    if (answer === undefined) throw new AlaasError('INTERNAL', 'looked once more than expected');
    if (answer instanceof AlaasError) throw answer;
    return answer;
  };
}

test('polls ever more slowly, at most once a second, where no events come through', async () => {
  const waits: number[] = [];
  const seen: number[] = [];
  const running = Array.from({ length: 7 }, (_, i) => jobOf('running', { progress: progress(i) }));
  const job = await followJob(
    'job-1',
    {
      get: looks(...running, jobOf('done', { progress: progress(10), result })),
      events: noEvents,
      pause: async (ms) => {
        waits.push(ms);
      },
    },
    { onProgress: ({ done }) => seen.push(done) },
  );
  expect(job.result).toEqual(result);
  expect(waits).toEqual([50, 100, 200, 400, 800, 1000, 1000]);
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 10]);
});

test('learns from an event that the job ended, and fetches it with its result', async () => {
  const onlyWoken: Pause = (_ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) resolve();
      else signal?.addEventListener('abort', () => resolve());
    });
  async function* events(): AsyncGenerator<JobEvent, void> {
    yield { id: '1', job: jobOf('running', { progress: progress(4) }) };
    yield { id: '2', job: jobOf('done', { progress: progress(10) }) };
  }
  const job = await followJob(
    'job-1',
    { get: looks(jobOf('running'), jobOf('done', { result })), events, pause: onlyWoken },
    {},
  );
  expect(job.result).toEqual(result);
});

test('bears with a service that restarts', async () => {
  const away = new AlaasError('UNREACHABLE', 'away');
  const job = await followJob(
    'job-1',
    { get: looks(jobOf('running'), away, away, jobOf('failed')), events: noEvents, pause: async () => undefined },
    {},
  );
  expect(job.state).toBe('failed');
});

test('gives up on a service that stays away', async () => {
  let count = 0;
  const get = async () => {
    count++;
    throw new AlaasError('UNREACHABLE', 'away');
  };
  await expect(followJob('job-1', { get, events: noEvents, pause: async () => undefined }, {})).rejects.toMatchObject({
    code: 'UNREACHABLE',
  });
  expect(count).toBe(20);
});

test('throws at once what a look says for good', async () => {
  const get = looks(new AlaasError('NOT_FOUND', 'no such job'));
  await expect(followJob('job-1', { get, events: noEvents, pause: async () => undefined }, {})).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('stops waiting with CANCELLED when the signal aborts', async () => {
  const controller = new AbortController();
  const pause: Pause = async (_ms, signal) => {
    controller.abort();
    expect(signal?.aborted).toBe(true);
  };
  await expect(
    followJob('job-1', { get: looks(jobOf('running')), events: noEvents, pause }, { signal: controller.signal }),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('ends the event stream with the wait', async () => {
  let ended = false;
  async function* events({ signal }: { signal?: AbortSignal | undefined }): AsyncGenerator<JobEvent, void> {
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    ended = true;
    yield* [];
  }
  await followJob('job-1', { get: looks(jobOf('done')), events, pause: async () => undefined }, {});
  expect(ended).toBe(true);
});
