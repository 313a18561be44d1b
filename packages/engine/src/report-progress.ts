import type { Progress } from '@alaas/core';

const INTERVAL_MS = 100;

/** Counts work and reports it at most ten times a second, and once at the end. */
export function createReporter(
  report: (progress: Progress) => void,
  stage: Progress['stage'],
  total: number,
): { add(done: number, failed: number): void; end(): void } {
  const progress = { stage, done: 0, total, failed: 0 };
  let reportedAt = 0;
  return {
    add(done, failed) {
      progress.done += done;
      progress.failed += failed;
      const now = performance.now();
      if (now - reportedAt < INTERVAL_MS) return;
      reportedAt = now;
      report({ ...progress });
    },
    end: () => report({ ...progress }),
  };
}
