/** Waits; resolves early, without an error, when the signal aborts. */
export type Pause = (ms: number, signal?: AbortSignal | undefined) => Promise<void>;

/** The {@link Pause} of the system's clock. */
export const pause: Pause = (ms, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
