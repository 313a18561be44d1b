import type { Matrix } from '@alaas/core';
import type { LiveHead } from '@alaas/engine';

/** What a head says of every position, in one number each. Higher uncertainty and entropy = less sure. */
export interface PoolSignals {
  /** Probability of what it says. */
  readonly confidence: Float32Array;
  /** 1 - the margin between the two likeliest; of several labels that of the least sure one. */
  readonly uncertainty: Float32Array;
  /** In nats; of several labels the sum. */
  readonly entropy: Float32Array;
  /** Class number of the likeliest; of several labels -1. */
  readonly predicted: Int32Array;
}

/** Numbers between two pauses: a few milliseconds. */
const STEP_NUMBERS = 2 ** 16;

/** By what they follow from: scores stay the same from one answer to the next training. */
const known = new WeakMap<Matrix, Promise<PoolSignals>>();

/**
 * Signals of a pool, made once for the same scores.
 *
 * @param scores [N x K]
 * @param pause lets other work have the thread
 */
export function poolSignals(scores: Matrix, kind: LiveHead['kind'], pause: () => Promise<void>): Promise<PoolSignals> {
  const before = known.get(scores);
  if (before !== undefined) return before;
  const made = signalsOf(scores, kind, pause);
  known.set(scores, made);
  return made;
}

async function signalsOf(
  { data, rows, columns }: Matrix,
  kind: LiveHead['kind'],
  pause: () => Promise<void>,
): Promise<PoolSignals> {
  const signals = {
    confidence: new Float32Array(rows),
    uncertainty: new Float32Array(rows),
    entropy: new Float32Array(rows),
    predicted: new Int32Array(rows).fill(-1),
  };
  const note = kind === 'single' ? noteOne : noteSeveral;
  const step = Math.max(1, Math.floor(STEP_NUMBERS / Math.max(1, columns)));
  for (let row = 0; row < rows; row++) {
    if (row % step === step - 1) await pause();
    note(signals, row, data.subarray(row * columns, (row + 1) * columns));
  }
  return signals;
}

function noteOne({ confidence, uncertainty, entropy, predicted }: PoolSignals, row: number, said: Float32Array): void {
  let [first, second, best, sum] = [0, 0, -1, 0];
  for (let k = 0; k < said.length; k++) {
    const p = said[k] as number;
    if (best < 0 || p > first) {
      second = first;
      first = p;
      best = k;
    } else if (p > second) second = p;
    sum += xLnX(p);
  }
  confidence[row] = first;
  uncertainty[row] = Math.min(1, Math.max(0, 1 - (first - second)));
  entropy[row] = Math.max(0, -sum);
  predicted[row] = best;
}

function noteSeveral({ confidence, uncertainty, entropy }: PoolSignals, row: number, said: Float32Array): void {
  let [whole, least, sum] = [1, 1, 0];
  for (const yes of said) {
    whole *= Math.max(yes, 1 - yes);
    least = Math.min(least, Math.abs(2 * yes - 1));
    sum += xLnX(yes) + xLnX(1 - yes);
  }
  confidence[row] = whole;
  uncertainty[row] = said.length === 0 ? 0 : 1 - least;
  entropy[row] = Math.max(0, -sum);
}

function xLnX(x: number): number {
  return x > 0 ? x * Math.log(x) : 0;
}
