import type { Random } from '@alaas/core';

/** Of 50 items in a row, how many have the first, second, third and fourth label: 70, 20, 8 and 2 in a hundred. */
const quotas = [35, 10, 4, 1] as const;

/**
 * An endless run of labels, unbalanced as most real pools are: every 50 have the same shares, in seeded order, so
 * that even a small pool has the rare label, and a longer run begins with the shorter one.
 */
export function* unbalancedLabels<T>(labels: readonly [T, T, T, T], random: Random): Generator<T, never> {
  for (;;) {
    const block = labels.flatMap((label, i) => new Array<T>(quotas[i] as number).fill(label));
    // Fisher & Yates 1938, as Durstenfeld 1964 puts it
    for (let i = block.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [block[i], block[j]] = [block[j] as T, block[i] as T];
    }
    yield* block;
  }
}
