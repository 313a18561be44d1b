/** A function's value and its slope by each variable. */
export interface Slope {
  readonly value: number;
  readonly slope: Float64Array;
}

export interface MinimiseTask {
  readonly start: Float64Array;
  readonly at: (variables: Float64Array) => Promise<Slope>;
  /** Ends where no part of the slope is larger. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Steps that the curvature is learnt from. */
const MEMORY = 10;
/** Share of the fall that the slope promises, which a step has to bring (Armijo 1966). */
const LEAST_FALL = 1e-4;
const MAX_HALVINGS = 30;

/**
 * Where a smooth function is least, by L-BFGS with steps halved until they bring enough. Liu & Nocedal 1989.
 *
 * @returns the variables; the same task always gives the same ones
 */
export async function minimise({ start, at, tolerance, maxIterations }: MinimiseTask): Promise<Float64Array> {
  let here = start;
  let now = await at(here);
  const steps: { moved: Float64Array; changed: Float64Array; inverse: number }[] = [];
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (now.slope.every((part) => Math.abs(part) <= tolerance)) break;
    const direction = downhill(now.slope, steps);
    let promised = product(direction, now.slope);
    if (!(promised < 0)) {
      // rounding has spoilt the curvature: begin anew
      steps.length = 0;
      direction.set(now.slope.map((part) => -part));
      promised = -product(now.slope, now.slope);
    }
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-promised)) : 1;
    let next = moved(here, direction, length);
    let then = await at(next);
    for (let half = 0; half < MAX_HALVINGS && !(then.value <= now.value + LEAST_FALL * length * promised); half++) {
      length /= 2;
      next = moved(here, direction, length);
      then = await at(next);
    }
    // the float32 sums behind the value tell no smaller falls apart
    if (!(then.value < now.value)) break;
    const step = next.map((value, i) => value - (here[i] as number));
    const changed = then.slope.map((value, i) => value - (now.slope[i] as number));
    const curvature = product(step, changed);
    if (curvature > 1e-12 * product(changed, changed)) {
      steps.push({ moved: step, changed, inverse: 1 / curvature });
      if (steps.length > MEMORY) steps.shift();
    }
    here = next;
    now = then;
  }
  return here;
}

/** Minus the slope, turned by what the last steps tell of the curvature (two loops, Nocedal 1980). */
function downhill(
  slope: Float64Array,
  steps: readonly { moved: Float64Array; changed: Float64Array; inverse: number }[],
): Float64Array {
  const q = slope.map((part) => -part);
  const shares: number[] = [];
  for (const { moved: step, changed, inverse } of steps.toReversed()) {
    const share = inverse * product(step, q);
    shares.push(share);
    addTo(q, changed, -share);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.inverse * product(last.changed, last.changed));
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
  }
  for (const { moved: step, changed, inverse } of steps) {
    addTo(q, step, (shares.pop() as number) - inverse * product(changed, q));
  }
  return q;
}

function moved(from: Float64Array, direction: Float64Array, length: number): Float64Array {
  return from.map((value, i) => value + length * (direction[i] as number));
}

function addTo(sum: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + factor * (other[i] as number);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
