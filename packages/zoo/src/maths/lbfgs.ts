/** Steps that the inverse Hessian is guessed from. */
const MEMORY = 10;
/** Sufficient decrease and curvature, Nocedal & Wright 2006. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
/** Share of a value that float32 sums may be wrong by: within it, only slopes tell which way is down. */
const NOISE = 1e-6;
const MAX_TRIALS = 30;

/** A function and its slope at one point. */
export interface Evaluation {
  readonly value: number;
  /** Not changed afterwards by whoever made it. */
  readonly gradient: Float32Array;
  /** What the tolerance is compared with. Default: the largest absolute component of the gradient. */
  readonly norm?: number;
}

export interface Minimisation {
  readonly start: Float32Array;
  readonly evaluate: (x: Float32Array) => Promise<Evaluation>;
  /** Ends where the norm is at most this. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

export interface Minimum {
  readonly x: Float32Array;
  readonly value: number;
  readonly norm: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** False when the iterations ran out, or float32 shows no way down any more. */
  readonly isConverged: boolean;
}

/**
 * Walks down a smooth function by limited-memory BFGS, each step by a line search under the Wolfe conditions, in the
 * approximate form where rounding hides the decrease. Deterministic; does not mutate `start`.
 *
 * Liu & Nocedal 1989; Hager & Zhang 2005 for the line search. O(20 n) time a step and memory.
 */
export async function minimise({ start, evaluate, tolerance, maxIterations }: Minimisation): Promise<Minimum> {
  let evaluations = 0;
  const at = async (x: Float32Array): Promise<Point> => {
    evaluations++;
    const { value, gradient, norm } = await evaluate(x);
    return { x, value, gradient, norm: norm ?? largest(gradient) };
  };
  const history = new History();
  let here = await at(start.slice());
  let iterations = 0;
  while (here.norm > tolerance && iterations < maxIterations) {
    const isFirst = history.isEmpty;
    const direction = history.direction(here.gradient);
    const next = await search(here, direction, isFirst ? 1 / length(here.gradient) : 1, at);
    if (next === undefined) {
      if (isFirst) break;
      // the guess of the Hessian misleads: start it anew
      history.forget();
      continue;
    }
    iterations++;
    history.note(here, next);
    here = next;
  }
  const { x, value, norm } = here;
  return { x, value, norm, iterations, evaluations, isConverged: norm <= tolerance };
}

interface Point {
  readonly x: Float32Array;
  readonly value: number;
  readonly gradient: Float32Array;
  readonly norm: number;
}

/** A point along the direction that is lower by enough and flatter, or as low as float32 can tell; undefined for none. */
async function search(
  from: Point,
  direction: Float32Array,
  first: number,
  at: (x: Float32Array) => Promise<Point>,
): Promise<Point | undefined> {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return undefined;
  const noise = NOISE * Math.abs(from.value);
  let low = { step: 0, slope };
  let high: { step: number; slope: number } | undefined;
  let best: Point | undefined;
  let step = first;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const point = await at(moved(from.x, direction, step));
    const here = { step, slope: dot(point.gradient, direction) };
    const isLower = point.value <= from.value + DECREASE * step * slope;
    const isAsLow = point.value <= from.value + noise && here.slope <= (2 * DECREASE - 1) * slope;
    if ((isLower || isAsLow) && here.slope >= CURVATURE * slope && here.slope <= -CURVATURE * slope) return point;
    if (isLower && point.value < (best?.value ?? from.value)) best = point;
    if ((isLower || isAsLow) && here.slope < 0) low = here;
    else high = here;
    step = high === undefined ? 4 * step : between(low, high);
  }
  return best;
}

/** Where a straight line through both slopes is 0, kept off the ends; the middle where the far end goes down or is NaN. */
function between(low: { step: number; slope: number }, high: { step: number; slope: number }): number {
  const share = high.slope > 0 ? low.slope / (low.slope - high.slope) : 0.5;
  return low.step + (high.step - low.step) * Math.min(0.9, Math.max(0.1, share));
}

/** The last steps, and how the gradient changed along each. */
class History {
  readonly #pairs: { readonly s: Float32Array; readonly y: Float32Array; readonly sy: number }[] = [];

  get isEmpty(): boolean {
    return this.#pairs.length === 0;
  }

  forget(): void {
    this.#pairs.length = 0;
  }

  note(before: Point, after: Point): void {
    const s = difference(after.x, before.x);
    const y = difference(after.gradient, before.gradient);
    const sy = dot(s, y);
    // without curvature along the step, the guess would no longer be positive definite
    if (!(sy > 1e-12 * dot(y, y))) return;
    if (this.#pairs.length === MEMORY) this.#pairs.shift();
    this.#pairs.push({ s, y, sy });
  }

  /** Minus the guessed inverse Hessian times the gradient. */
  direction(gradient: Float32Array): Float32Array {
    const d = new Float64Array(gradient.length);
    for (let i = 0; i < d.length; i++) d[i] = -(gradient[i] as number);
    const shares: number[] = [];
    for (const { s, y, sy } of this.#pairs.toReversed()) {
      const share = dotWith(d, s) / sy;
      shares.push(share);
      addTo(d, -share, y);
    }
    const last = this.#pairs.at(-1);
    if (last !== undefined) {
      const scale = last.sy / dot(last.y, last.y);
      for (let i = 0; i < d.length; i++) d[i] = (d[i] as number) * scale;
    }
    for (const { s, y, sy } of this.#pairs) addTo(d, (shares.pop() as number) - dotWith(d, y) / sy, s);
    return new Float32Array(d);
  }
}

/** Four sums at once, since each addition would else wait for the one before. */
function dot(a: Float32Array, b: Float32Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < a.length; i += 4) {
    s0 += (a[i] as number) * (b[i] as number);
    s1 += (a[i + 1] as number) * (b[i + 1] as number);
    s2 += (a[i + 2] as number) * (b[i + 2] as number);
    s3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (; i < a.length; i++) s0 += (a[i] as number) * (b[i] as number);
  return s0 + s1 + (s2 + s3);
}

/** The same again for an array of float64: code that meets one kind of array only is several times as fast. */
function dotWith(a: Float64Array, b: Float32Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < a.length; i += 4) {
    s0 += (a[i] as number) * (b[i] as number);
    s1 += (a[i + 1] as number) * (b[i + 1] as number);
    s2 += (a[i + 2] as number) * (b[i + 2] as number);
    s3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (; i < a.length; i++) s0 += (a[i] as number) * (b[i] as number);
  return s0 + s1 + (s2 + s3);
}

function addTo(d: Float64Array, share: number, x: Float32Array): void {
  for (let i = 0; i < d.length; i++) d[i] = (d[i] as number) + share * (x[i] as number);
}

function difference(a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) - (b[i] as number);
  return out;
}

function moved(x: Float32Array, direction: Float32Array, step: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let i = 0; i < out.length; i++) out[i] = (x[i] as number) + step * (direction[i] as number);
  return out;
}

function length(x: Float32Array): number {
  return Math.sqrt(dot(x, x));
}

function largest(x: Float32Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs(x[i] as number);
    // NaN is never small
    if (!(size <= most)) most = size;
  }
  return most;
}
