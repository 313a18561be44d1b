import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from './coalesced.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const quiet = { delayMs: 100, onFailure: () => undefined };

describe('coalesce', () => {
  it('does a burst of requests once, a while after the first', async () => {
    let runs = 0;
    const work = coalesce(async () => void runs++, quiet);
    work.request();
    await vi.advanceTimersByTimeAsync(60);
    work.request();
    work.request();
    expect(runs).toBe(0);
    await vi.advanceTimersByTimeAsync(40);
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runs).toBe(1);
  });

  it('lets one wait while one runs, which begins as soon as that ends', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let runs = 0;
    const work = coalesce(() => gates[runs++]?.promise ?? Promise.resolve(), quiet);
    work.request();
    await vi.advanceTimersByTimeAsync(100);
    for (let i = 0; i < 5; i++) work.request();
    expect({ runs, isRunning: work.isRunning }).toEqual({ runs: 1, isRunning: true });
    gates[0]?.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toBe(2);
    gates[1]?.resolve();
    await vi.advanceTimersByTimeAsync(1000);
    expect({ runs, isBusy: work.isBusy }).toEqual({ runs: 2, isBusy: false });
  });

  it('tells of a failure and goes on', async () => {
    const failures: unknown[] = [];
    let runs = 0;
    const work = coalesce(
      async () => {
        runs++;
        if (runs === 1) throw new Error('broken');
      },
      { delayMs: 0, onFailure: (error) => failures.push(error) },
    );
    work.request();
    await vi.advanceTimersByTimeAsync(0);
    work.request();
    await vi.advanceTimersByTimeAsync(0);
    expect({ runs, failures }).toEqual({ runs: 2, failures: [new Error('broken')] });
  });

  it('settles when nothing is left to do', async () => {
    let runs = 0;
    const work = coalesce(async () => void runs++, quiet);
    await work.idle();
    work.request();
    const idle = work.idle().then(() => runs);
    await vi.advanceTimersByTimeAsync(100);
    expect(await idle).toBe(1);
  });

  it('aborts what runs when it is closed, and begins nothing any more', async () => {
    let runs = 0;
    let seen: AbortSignal | undefined;
    const work = coalesce((signal) => {
      runs++;
      seen = signal;
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    }, quiet);
    work.request();
    await vi.advanceTimersByTimeAsync(100);
    work.request();
    await work.close();
    work.request();
    await vi.advanceTimersByTimeAsync(1000);
    expect({ runs, isAborted: seen?.aborted }).toEqual({ runs: 1, isAborted: true });
    await work.idle();
  });

  it('rests after a run by how long that took, and then does what was asked for meanwhile', async () => {
    let now = 0;
    const starts: number[] = [];
    const work = coalesce(
      async () => {
        starts.push(now);
        now += 40;
      },
      { ...quiet, delayMs: 10, restMs: (tookMs) => 2 * tookMs, clock: () => now },
    );
    const pass = async (milliseconds: number): Promise<void> => {
      now += milliseconds;
      await vi.advanceTimersByTimeAsync(milliseconds);
    };
    work.request();
    await pass(10);
    work.request();
    await pass(79);
    expect(starts).toEqual([10]);
    await pass(1);
    expect(starts).toEqual([10, 130]);
    await work.close();
  });
});
