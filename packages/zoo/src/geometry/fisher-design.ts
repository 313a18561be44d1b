import { type Compute, copyOfRows, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { factorise, invertLower } from '../maths/cholesky.ts';
import { TraceQuotient } from '../maths/trace-quotient.ts';
import { blockRows } from './block-rows.ts';
import type { FisherFactors } from './fisher-factors.ts';
import { slices } from './rounding.ts';

/** Numbers that are worked on between two checkpoints. */
const WORK = 2 ** 22;
const MOST_ROWS = 4096;
/** Above what float32 products may leave a trace too small. */
const ROUNDING = 1 + 1e-4;
/** Rows that a view may span for each that is wanted. */
const VIEW = 1.5;

const h = ops.input('h', ['rows', 'd']);
const form = ops.input('form', ['d', 'd']);
const columns = ops.input('columns', ['d', 'columns']);
const formGraph = graph({ value: ops.reduceSum(ops.mul(ops.matMul(h, form), h), 1) });
const productGraph = graph({ product: ops.matMul(h, columns) });
const left = ops.input('left', ['rows', 'n']);
const right = ops.input('right', ['n', 'n']);
const squareGraph = graph({ product: ops.matMul(left, right) });

/** What a {@link FisherDesign} starts from. */
export interface DesignParts {
  readonly embeddings: Matrix;
  /** Pool row of each item, ascending. */
  readonly rows: Uint32Array;
  /** Fisher information of each item's label. */
  readonly factors: FisherFactors;
  /** F: [k D x k D], the information that is wanted. */
  readonly wanted: Float64Array;
  /** M^-1: [k D x k D], M the information that is there. Changed. */
  readonly inverse: Float64Array;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * tr(M^-1 F), the error that is left on the pool when labels have given the information M, as labels are added or taken
 * away. For each tracked item V M^-1 V' and V M^-1 F M^-1 V' are kept, [k x k] each, and follow every change of M by
 * products with the 2 k columns that the Woodbury identity changes M^-1 by: O(N D k^2) a change, not O(N (k D)^2).
 *
 * Ash, Goel, Krishnamurthy & Kakade 2021; Woodbury 1950. Memory O(N k^2 + (k D)^2).
 */
export class FisherDesign {
  readonly #parts: DesignParts;
  readonly #d: number;
  readonly #k: number;
  readonly #traces: TraceQuotient;
  #items: Uint32Array = new Uint32Array();
  /** V M^-1 V' of each tracked item. */
  #t = new Float64Array();
  /** V M^-1 F M^-1 V' of each tracked item. */
  #s = new Float64Array();

  constructor(parts: DesignParts) {
    this.#parts = parts;
    this.#d = parts.embeddings.columns;
    this.#k = parts.factors.k;
    this.#traces = new TraceQuotient(this.#k);
  }

  /**
   * Follows these items from now on, and takes their values anew from M.
   *
   * @param items ascending
   */
  async track(items: Uint32Array): Promise<void> {
    const size = this.#k ** 2;
    this.#items = items;
    this.#t = new Float64Array(items.length * size);
    this.#s = new Float64Array(items.length * size);
    const inverse = Float32Array.from(this.#parts.inverse);
    await this.#sandwich(inverse, this.#t);
    const wanted = await this.#square(inverse, Float32Array.from(this.#parts.wanted));
    await this.#sandwich(await this.#square(wanted, inverse), this.#s);
  }

  /** By how much tr(M^-1 F) falls if the label of the tracked item at `at` is added. */
  gain(at: number): number {
    return this.#traces.of(this.#t, this.#s, at * this.#k ** 2, 1);
  }

  /** No less than its gain, and soon said: tr(V M^-1 F M^-1 V'), of which the gain is a part. */
  mostGain(at: number): number {
    const k = this.#k;
    let trace = 0;
    for (let c = 0, from = at * k * k; c < k; c++, from += k + 1) trace += this.#s[from] as number;
    return trace * ROUNDING;
  }

  /** By how much it rises if the label is taken away again. Infinity where M would not stay positive definite. */
  loss(at: number): number {
    return this.#traces.of(this.#t, this.#s, at * this.#k ** 2, -1);
  }

  /**
   * Adds the label of an item (sign 1) or takes it away (sign -1).
   *
   * With C = I + sign V M^-1 V' = L L' and U = M^-1 V' L^-T, M^-1 loses sign U U'. Tracked items then change by their
   * products with U and with M^-1 F U - sign/2 U (U' F U).
   */
  async change(item: number, sign: 1 | -1): Promise<void> {
    const { inverse, wanted, checkpoint } = this.#parts;
    const k = this.#k;
    const own = this.#rowsOfV(item);
    const through = own.map((v) => multiply(inverse, v, checkpoint));
    const c = new Float64Array(k * k);
    for (let s = 0; s < k; s++) {
      for (let t = 0; t < k; t++) {
        c[s * k + t] = (s === t ? 1 : 0) + sign * product(own[s] as Float64Array, through[t] as Float64Array);
      }
    }
    // rounding is all that is left along this item: M stays as it is
    if (!factorise(c, k, checkpoint)) return;
    const inverseOfL = invertLower(c, k, checkpoint);
    const u = own.map((_, r) => combine(through, (t) => inverseOfL[r * k + t] as number));
    const wantedU = u.map((vector) => multiply(wanted, vector, checkpoint));
    const second = wantedU.map((vector, r) => {
      const z = multiply(inverse, vector, checkpoint);
      const half = combine(u, (t) => product(u[t] as Float64Array, wantedU[r] as Float64Array) * (sign / 2));
      return z.map((value, i) => value - (half[i] as number));
    });
    for (const vector of u) {
      checkpoint();
      subtractSquare(inverse, vector, sign);
    }
    await this.#follow(u, second, sign);
  }

  async #follow(u: readonly Float64Array[], second: readonly Float64Array[], sign: number): Promise<void> {
    const [k, d] = [this.#k, this.#d];
    const size = k * k;
    const data = new Float32Array(d * 2 * size);
    for (let j = 0, to = 0; j < d; j++) {
      for (const vectors of [u, second]) {
        for (let c = 0; c < k; c++) for (const vector of vectors) data[to++] = vector[c * d + j] as number;
      }
    }
    const columnsOfChange = { data, shape: [d, 2 * size] };
    const [x, y] = [new Float64Array(size), new Float64Array(size)];
    for (const [start, end] of slices(0, this.#items.length, this.#blockRows())) {
      this.#parts.checkpoint();
      const { x: block, placeOf } = this.#block(start, end);
      const feeds = { h: block, columns: columnsOfChange };
      const products = ((await this.#parts.compute.run(productGraph, feeds)).product as Tensor).data;
      for (let at = start; at < end; at++) {
        const item = this.#items[at] as number;
        const from = placeOf(at) * 2 * size;
        this.#parts.factors.apply(item, products, from, y);
        this.#parts.factors.apply(item, products, from + size, x);
        this.#lower(at * size, { x, y, sign });
      }
    }
  }

  /** T loses sign Y Y', S loses sign (Y X' + X Y'). */
  #lower(at: number, { x, y, sign }: { x: Float64Array; y: Float64Array; sign: number }): void {
    const k = this.#k;
    const [ts, ss] = [this.#t, this.#s];
    for (let s = 0; s < k; s++) {
      // two columns at once: sums that do not wait for each other
      for (let t = 0; t <= s; t += 2) {
        const next = t < s ? k : 0;
        let yy0 = 0;
        let yx0 = 0;
        let xy0 = 0;
        let yy1 = 0;
        let yx1 = 0;
        let xy1 = 0;
        for (let a = s * k, b = t * k; a < s * k + k; a++, b++) {
          const ya = y[a] as number;
          const xa = x[a] as number;
          const yb = y[b] as number;
          const yc = y[b + next] as number;
          yy0 += ya * yb;
          yx0 += ya * (x[b] as number);
          xy0 += xa * yb;
          yy1 += ya * yc;
          yx1 += ya * (x[b + next] as number);
          xy1 += xa * yc;
        }
        const to = at + s * k + t;
        const mirrored = at + t * k + s;
        ts[to] = (ts[to] as number) - sign * yy0;
        ss[to] = (ss[to] as number) - sign * (yx0 + xy0);
        ts[mirrored] = ts[to] as number;
        ss[mirrored] = ss[to] as number;
        if (next === 0) continue;
        ts[to + 1] = (ts[to + 1] as number) - sign * yy1;
        ss[to + 1] = (ss[to + 1] as number) - sign * (yx1 + xy1);
        ts[mirrored + k] = ts[to + 1] as number;
        ss[mirrored + k] = ss[to + 1] as number;
      }
    }
  }

  /** V G V' of every tracked item, G [k D x k D] symmetric. */
  async #sandwich(g: Float32Array, out: Float64Array): Promise<void> {
    const [k, d] = [this.#k, this.#d];
    const { compute, checkpoint, factors } = this.#parts;
    const own = new Float64Array(k * k);
    for (const [start, end] of slices(0, this.#items.length, this.#blockRows())) {
      const { x: block, placeOf } = this.#block(start, end);
      const values: Float32Array[] = [];
      for (let c = 0; c < k; c++) {
        for (let e = 0; e <= c; e++) {
          checkpoint();
          const feeds = { h: block, form: { data: partOf(g, { k, d, c, e }), shape: [d, d] } };
          values.push(((await compute.run(formGraph, feeds)).value as Tensor).data);
        }
      }
      for (let at = start; at < end; at++) {
        for (let c = 0, pair = 0; c < k; c++) {
          for (let e = 0; e <= c; e++, pair++) {
            own[c * k + e] = values[pair]?.[placeOf(at)] as number;
            own[e * k + c] = own[c * k + e] as number;
          }
        }
        factors.sandwich(this.#items[at] as number, own, out, at * k * k);
      }
    }
  }

  /** Product of two matrices of k D rows, some rows at a time. */
  async #square(a: Float32Array, b: Float32Array): Promise<Float32Array> {
    const width = this.#k * this.#d;
    const out = new Float32Array(width * width);
    const rows = blockRows(width ** 2, { most: width });
    for (const [start, end] of slices(0, width, rows)) {
      this.#parts.checkpoint();
      const left = { data: a.subarray(start * width, end * width), shape: [end - start, width] };
      const feeds = { left, right: { data: b, shape: [width, width] } };
      out.set(((await this.#parts.compute.run(squareGraph, feeds)).product as Tensor).data, start * width);
    }
    return out;
  }

  #rowsOfV(item: number): Float64Array[] {
    const { embeddings, rows, factors } = this.#parts;
    const [k, d] = [this.#k, this.#d];
    const start = (rows[item] as number) * d;
    return Array.from({ length: k }, (_, s) => {
      const v = new Float64Array(k * d);
      for (let c = 0, to = 0; c < k; c++) {
        const factor = factors.coefficient(item, s, c);
        for (let j = 0; j < d; j++, to++) v[to] = factor * (embeddings.data[start + j] as number);
      }
      return v;
    });
  }

  /**
   * Embeddings of some tracked items, and where each of them stands. Nearly neighbours are a view of all rows from the
   * first to the last: products of a few rows too many cost less than copies of all.
   */
  #block(start: number, end: number): { readonly x: Tensor; readonly placeOf: (at: number) => number } {
    const { embeddings, rows } = this.#parts;
    const own = this.#items.subarray(start, end).map((item) => rows[item] as number);
    const first = own[0] as number;
    const span = (own.at(-1) as number) - first + 1;
    if (span > VIEW * own.length) {
      const { data } = copyOfRows(embeddings, own);
      return { x: { data, shape: [own.length, this.#d] }, placeOf: (at) => at - start };
    }
    const data = embeddings.data.subarray(first * this.#d, (first + span) * this.#d);
    return { x: { data, shape: [span, this.#d] }, placeOf: (at) => (own[at - start] as number) - first };
  }

  #blockRows(): number {
    const most = Math.min(MOST_ROWS, Math.ceil(WORK / this.#k ** 3));
    return blockRows(this.#d ** 2, { most });
  }
}

/** Block (c, e) of a matrix of k x k blocks: [d x d]. */
function partOf(g: Float32Array, { k, d, c, e }: { k: number; d: number; c: number; e: number }): Float32Array {
  const out = new Float32Array(d * d);
  for (let i = 0; i < d; i++) {
    const from = (c * d + i) * k * d + e * d;
    out.set(g.subarray(from, from + d), i * d);
  }
  return out;
}

/** @param matrix symmetric */
function multiply(matrix: Float64Array, vector: Float64Array, checkpoint: () => void): Float64Array {
  checkpoint();
  const n = vector.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    out[i] = product(matrix.subarray(i * n, (i + 1) * n), vector);
  }
  return out;
}

/** Four sums at once, since each addition would else wait for the one before. */
function product(a: Float64Array, b: Float64Array): number {
  const even = a.length & ~3;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < even; i += 4) {
    s0 += (a[i] as number) * (b[i] as number);
    s1 += (a[i + 1] as number) * (b[i + 1] as number);
    s2 += (a[i + 2] as number) * (b[i + 2] as number);
    s3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = even; i < a.length; i++) s0 += (a[i] as number) * (b[i] as number);
  return s0 + s1 + (s2 + s3);
}

function combine(vectors: readonly Float64Array[], weightOf: (t: number) => number): Float64Array {
  const out = new Float64Array(vectors[0]?.length ?? 0);
  for (const [t, vector] of vectors.entries()) {
    const weight = weightOf(t);
    if (weight === 0) continue;
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + weight * (vector[i] as number);
  }
  return out;
}

function subtractSquare(matrix: Float64Array, vector: Float64Array, sign: number): void {
  const n = vector.length;
  for (let i = 0; i < n; i++) {
    const factor = sign * (vector[i] as number);
    for (let j = 0, at = i * n; j < n; j++, at++) matrix[at] = (matrix[at] as number) - factor * (vector[j] as number);
  }
}
