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
}

/** At most one run goes on and one waits: whoever asks meanwhile shares the one that waits. */
export function coalesce(
  work: (signal: AbortSignal) => Promise<void>,
  { delayMs, onFailure }: CoalescedOptions,
): Coalesced {
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isWaiting = false;
  let whenIdle: PromiseWithResolvers<void> | undefined;

  return {
    request() {
      if (closing.signal.aborted || isWaiting) return;
      isWaiting = true;
      // what waits behind a run has waited long enough when that ends
      if (running === undefined) timer = setTimeout(start, delayMs);
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
    running = work(closing.signal)
      .catch(onFailure)
      .then(() => {
        running = undefined;
        if (isWaiting) start();
        else settle();
      });
  }

  function settle(): void {
    whenIdle?.resolve();
    whenIdle = undefined;
  }
}
