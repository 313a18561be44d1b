import type { BinaryType, Dim, Expr, Op, ReduceType, UnaryType } from './expr.ts';

/** A named input of the program. */
export function input(name: string, shape: readonly Dim[]): Expr {
  return { op: { type: 'input', name }, inputs: [], shape };
}

/** Numbers fixed in the program, row-major; a bare number is a scalar. */
export function constant(value: number | Float32Array, shape: readonly number[] = []): Expr {
  const data = typeof value === 'number' ? Float32Array.of(value) : value;
  const size = shape.reduce((a, b) => a * b, 1);
  if (data.length !== size) throw new RangeError(`${data.length} numbers do not fill [${shape}]`);
  return { op: { type: 'constant', data }, inputs: [], shape };
}

/** An expression, or a number that stands for a scalar constant. */
export type Operand = Expr | number;

export const add = (a: Operand, b: Operand): Expr => binary('add', a, b);
export const sub = (a: Operand, b: Operand): Expr => binary('sub', a, b);
export const mul = (a: Operand, b: Operand): Expr => binary('mul', a, b);
export const div = (a: Operand, b: Operand): Expr => binary('div', a, b);
/** Elementwise. */
export const max = (a: Operand, b: Operand): Expr => binary('max', a, b);
/** Elementwise. */
export const min = (a: Operand, b: Operand): Expr => binary('min', a, b);

export const neg = (x: Expr): Expr => unary('neg', x);
export const exp = (x: Expr): Expr => unary('exp', x);
/** Natural logarithm. */
export const log = (x: Expr): Expr => unary('log', x);
export const sqrt = (x: Expr): Expr => unary('sqrt', x);
export const abs = (x: Expr): Expr => unary('abs', x);
export const relu = (x: Expr): Expr => unary('relu', x);
export const tanh = (x: Expr): Expr => unary('tanh', x);
export const sigmoid = (x: Expr): Expr => unary('sigmoid', x);
export const square = (x: Expr): Expr => unary('square', x);

/** Matrix product of [m x k] and [k x n], each transposed first where asked. */
export function matMul(a: Expr, b: Expr, { transposeA = false, transposeB = false } = {}): Expr {
  const [rows, innerA] = transposeA ? a.shape.toReversed() : a.shape;
  const [innerB, columns] = transposeB ? b.shape.toReversed() : b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || innerA !== innerB) throw misfit('matMul', a, b);
  return node({ type: 'matMul', transposeA, transposeB }, [a, b], [rows as Dim, columns as Dim]);
}

export const reduceSum = (x: Expr, axis: number, keep = false): Expr => reduce('reduceSum', x, axis, keep);
export const reduceMean = (x: Expr, axis: number, keep = false): Expr => reduce('reduceMean', x, axis, keep);
export const reduceMin = (x: Expr, axis: number, keep = false): Expr => reduce('reduceMin', x, axis, keep);
export const reduceMax = (x: Expr, axis: number, keep = false): Expr => reduce('reduceMax', x, axis, keep);

/** Along the last axis. */
export const softmax = (x: Expr): Expr => node({ type: 'softmax' }, [withAxis('softmax', x)], x.shape);
/** Along the last axis. */
export const logSoftmax = (x: Expr): Expr => node({ type: 'logSoftmax' }, [withAxis('logSoftmax', x)], x.shape);

/** Of a matrix. */
export function transpose(x: Expr): Expr {
  if (x.shape.length !== 2) throw misfit('transpose', x);
  return node({ type: 'transpose' }, [x], x.shape.toReversed());
}

/** The same numbers in another shape; at most one size may be new, under a name that no expression before has. */
export function reshape(x: Expr, shape: readonly Dim[]): Expr {
  const sizes = [count(x.shape), count(shape)];
  if (sizes[0] !== sizes[1] && !sizes.includes(undefined)) {
    throw new RangeError(`reshape: [${x.shape}] does not fill [${shape}]`);
  }
  return node({ type: 'reshape' }, [x], shape);
}

/**
 * Rows of `x` at the whole numbers in `indexes` ([n], held as float32, so below 2^24). Negative ones count from the end; a
 * run throws RangeError for one that is out of range.
 */
export function gatherRows(x: Expr, indexes: Expr): Expr {
  if (indexes.shape.length !== 1 || x.shape.length === 0) throw misfit('gatherRows', x, indexes);
  return node({ type: 'gatherRows' }, [x, indexes], [indexes.shape[0] as Dim, ...x.shape.slice(1)]);
}

/**
 * The other way round: zeros in the shape of `like`, plus row i of `rows` ([n x ...]) at the whole number `indexes[i]`
 * (as in {@link gatherRows}); rows of one index add up.
 */
export function addRowsAt(rows: Expr, indexes: Expr, like: Expr): Expr {
  const fits = rows.shape.length > 0 && String(rows.shape.slice(1)) === String(like.shape.slice(1));
  if (!fits || rows.shape.length !== like.shape.length || String(indexes.shape) !== String(rows.shape[0])) {
    throw misfit('addRowsAt', rows, indexes, like);
  }
  return node({ type: 'addRowsAt' }, [rows, indexes, like], like.shape);
}

/** `x` stretched to the shape of `like`: sizes of 1 repeat, as between the operands of {@link add}. */
export function expandAs(x: Operand, like: Expr): Expr {
  const from = operand(x);
  if (String(broadcast('expandAs', from, like)) !== String(like.shape)) throw misfit('expandAs', from, like);
  return node({ type: 'expandAs' }, [from, like], like.shape);
}

/** The length of an axis as a scalar, for sizes that are known only when the program runs. */
export function sizeOf(x: Expr, axis: number): Expr {
  return node({ type: 'sizeOf', axis: existing('sizeOf', x, axis) }, [x], []);
}

/**
 * The k largest (or smallest) values of each row of a matrix, best first, the first among equals first; and where they
 * stand. A run throws RangeError when rows are shorter than k.
 */
export function topK(x: Expr, k: number, { largest = true } = {}): { values: Expr; indexes: Expr } {
  if (x.shape.length !== 2) throw misfit('topK', x);
  const columns = x.shape[1] as Dim;
  if (!Number.isInteger(k) || k < 1 || (typeof columns === 'number' && k > columns)) {
    throw new RangeError(`topK: no ${k} values in rows of [${x.shape}]`);
  }
  const shape = [x.shape[0] as Dim, k];
  return {
    values: node({ type: 'topValues', k, largest }, [x], shape),
    indexes: node({ type: 'topIndexes', k, largest }, [x], shape),
  };
}

/** Index of the largest value along the last axis, the first among equals. */
export const argMax = (x: Expr): Expr => node({ type: 'argMax' }, [withAxis('argMax', x)], x.shape.slice(0, -1));
/** Index of the smallest value along the last axis, the first among equals. */
export const argMin = (x: Expr): Expr => node({ type: 'argMin' }, [withAxis('argMin', x)], x.shape.slice(0, -1));

/** 1 where a > b, else 0. */
export function greater(a: Operand, b: Operand): Expr {
  const [left, right] = [operand(a), operand(b)];
  return node({ type: 'greater' }, [left, right], broadcast('greater', left, right));
}

/** `a` where `condition` is not 0, else `b`; shapes stretch as between the operands of {@link add}. */
export function where(condition: Expr, a: Operand, b: Operand): Expr {
  const [left, right] = [operand(a), operand(b)];
  const shape = broadcast('where', { ...condition, shape: broadcast('where', condition, left) }, right);
  return node({ type: 'where' }, [condition, left, right], shape);
}

/**
 * Squared Euclidean distance of every row of `a` [n x d] to every row of `b` [m x d]: [n x m], clamped at 0, since the
 * expanded square may round below it.
 */
export function squaredDistances(a: Expr, b: Expr): Expr {
  const normsA = reduceSum(square(a), 1, true);
  const normsB = transpose(reduceSum(square(b), 1, true));
  return relu(add(sub(normsA, mul(matMul(a, b, { transposeB: true }), 2)), normsB));
}

function unary(type: UnaryType, x: Expr): Expr {
  return node({ type }, [x], x.shape);
}

function binary(type: BinaryType, a: Operand, b: Operand): Expr {
  const [left, right] = [operand(a), operand(b)];
  return node({ type }, [left, right], broadcast(type, left, right));
}

function reduce(type: ReduceType, x: Expr, axis: number, keep: boolean): Expr {
  existing(type, x, axis);
  const shape = keep ? x.shape.map((size, i) => (i === axis ? 1 : size)) : x.shape.filter((_, i) => i !== axis);
  return node({ type, axis, keep }, [x], shape);
}

function withAxis(name: string, x: Expr): Expr {
  if (x.shape.length === 0) throw new RangeError(`${name}: a scalar has no axis`);
  return x;
}

function existing(name: string, x: Expr, axis: number): number {
  if (x.shape[axis] === undefined) throw new RangeError(`${name}: no axis ${axis} in [${x.shape}]`);
  return axis;
}

/** Undefined when a size is not known yet. */
function count(shape: readonly Dim[]): number | undefined {
  return shape.every((size) => typeof size === 'number') ? shape.reduce((a, b) => a * b, 1) : undefined;
}

function node(op: Op, inputs: readonly Expr[], shape: readonly Dim[]): Expr {
  return { op, inputs, shape };
}

function operand(value: Operand): Expr {
  return typeof value === 'number' ? constant(value) : value;
}

/** NumPy's rule: aligned at the last axis, a size of 1 stretches. */
function broadcast(name: string, a: Expr, b: Expr): Dim[] {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a.shape[i - rank + a.shape.length] ?? 1;
    const right = b.shape[i - rank + b.shape.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw misfit(name, a, b);
  });
}

function misfit(name: string, ...inputs: readonly Expr[]): RangeError {
  return new RangeError(`${name}: shapes ${inputs.map(({ shape }) => `[${shape}]`).join(' and ')} do not fit`);
}
