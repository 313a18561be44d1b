const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds between one failed attempt and the next: a restart is bridged in seconds, a bad day in hours. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 4 * hour, 12 * hour] as const;

/** Attempts after which a delivery is given up. */
export const maxAttempts = waits.length + 1;

/**
 * When to try again, with a fifth of jitter, so that a target that comes back is not hit by all at once.
 *
 * @param attempts so far, at least 1
 * @param random in [0, 1)
 * @returns milliseconds to wait; undefined: no more
 */
export function waitBefore(attempts: number, random: number): number | undefined {
  const wait = waits[attempts - 1];
  return wait === undefined ? undefined : wait * (0.9 + 0.2 * random);
}
