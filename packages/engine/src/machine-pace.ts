import { type Compute, graph, ops } from '@alaas/core';

/** How fast this machine is at what selections do. */
export interface MachinePace {
  /** In matrix products, per second. */
  readonly multiplications: number;
  /** Numbers that a plain loop visits per second, when it adds them up and when it takes their logarithm. */
  readonly quickSteps: number;
  readonly slowSteps: number;
}

/** Rows, columns and depth of the product that is timed, and numbers that the loops visit: a few milliseconds each. */
const SIDE = 384;
const VISITED = 2 ** 17;
/** The first run builds the program; the best of the others is what the machine can do. */
const RUNS = 4;

const a = ops.input('a', ['rows', 'd']);
const b = ops.input('b', ['others', 'd']);
const product = graph({ sums: ops.reduceMin(ops.matMul(a, b, { transposeB: true }), 1) });

const measured = new WeakMap<Compute, Promise<MachinePace>>();

/** The pace of this machine with this executor, measured when it is first asked for: some ten milliseconds. */
export function machinePace(compute: Compute): Promise<MachinePace> {
  const known = measured.get(compute);
  if (known !== undefined) return known;
  const pace = measure(compute);
  measured.set(compute, pace);
  return pace;
}

async function measure(compute: Compute): Promise<MachinePace> {
  const numbers = Float32Array.from({ length: Math.max(VISITED, SIDE * SIDE) }, (_, i) => 0.5 + (i % 97) / 200);
  const square = { data: numbers.subarray(0, SIDE * SIDE), shape: [SIDE, SIDE] };
  const feeds = { a: square, b: square };
  return {
    multiplications: SIDE ** 3 / (await leastSeconds(() => compute.run(product, feeds))),
    quickSteps: VISITED / (await leastSeconds(() => visit(numbers, (value) => value * value))),
    slowSteps: VISITED / (await leastSeconds(() => visit(numbers, (value) => value * Math.log(value)))),
  };
}

function visit(numbers: Float32Array, of: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < VISITED; i++) sum += of(numbers[i] as number);
  return sum;
}

async function leastSeconds(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await work();
    // a clock that is coarse must not make the machine infinitely fast
    least = Math.min(least, Math.max(performance.now() - started, 0.01));
  }
  return least / 1000;
}
