/** Work that is asked for more often than it can be done. */
export interface Coalesced {
  /** Has the work done once more, from the state of things after this call. */
  request(): void;
  readonly isRunning: boolean;
  /** Whether something runs or waits. */
  readonly isBusy: boolean;
  /** Settles when nothing runs and nothing waits. */
  idle(): Promise<void>;
  /** Aborts what runs, and does no more. */
  close(): Promise<void>;
}

export interface CoalescedOptions {
  /** Milliseconds from the first request to the work, so that a burst becomes one. */
  readonly delayMs: number;
  /** Told of what the work throws; the next request is done all the same. */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds from the end of a run, which took so long, to the next one. Default: none. */
  readonly restMs?: (tookMs: number) => number;
  /** Milliseconds, of a clock that never goes back. Default: the process's. */
  readonly clock?: () => number;
}

/** At most one run goes on and one waits: whoever asks meanwhile shares the one that waits. */
export function coalesce(
  work: (signal: AbortSignal) => Promise<void>,
  { delayMs, onFailure, restMs = () => 0, clock = () => performance.now() }: CoalescedOptions,
): Coalesced {
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isWaiting = false;
  /** When the rest after the last run is over. */
  let restedAt = Number.NEGATIVE_INFINITY;
  let whenIdle: PromiseWithResolvers<void> | undefined;

  return {
    request() {
      if (closing.signal.aborted || isWaiting) return;
      isWaiting = true;
      // what waits behind a run has waited long enough when that ends
      if (running === undefined) timer = setTimeout(start, Math.max(delayMs, restedAt - clock()));
    },
    get isRunning() {
      return running !== undefined;
    },
    get isBusy() {
      return isWaiting || running !== undefined;
    },
    idle() {
      if (!isWaiting && running === undefined) return Promise.resolve();
      whenIdle ??= Promise.withResolvers();
      return whenIdle.promise;
    },
    async close() {
      closing.abort();
      clearTimeout(timer);
      isWaiting = false;
      await running;
      settle();
    },
  };

  function start(): void {
    isWaiting = false;
    const began = clock();
    running = work(closing.signal)
      .catch(onFailure)
      .then(() => {
        running = undefined;
        const rest = restMs(clock() - began);
        restedAt = clock() + rest;
        if (!isWaiting) settle();
        else if (rest > 0) timer = setTimeout(start, rest);
        else start();
      });
  }

  function settle(): void {
    whenIdle?.resolve();
    whenIdle = undefined;
  }
}
