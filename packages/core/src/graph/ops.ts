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
export const softmax = (x: Expr): Expr => node({ type: 'softmax' }, [x], x.shape);
/** Along the last axis. */
export const logSoftmax = (x: Expr): Expr => node({ type: 'logSoftmax' }, [x], x.shape);

/** Of a matrix. */
export function transpose(x: Expr): Expr {
  if (x.shape.length !== 2) throw misfit('transpose', x);
  return node({ type: 'transpose' }, [x], x.shape.toReversed());
}

/** The same numbers in another shape; at most one size may be unknown, under any name. */
export function reshape(x: Expr, shape: readonly Dim[]): Expr {
  return node({ type: 'reshape' }, [x], shape);
}

/** Rows of `x` at the whole numbers in `indexes` ([n], held as float32, so below 2^24). */
export function gatherRows(x: Expr, indexes: Expr): Expr {
  if (indexes.shape.length !== 1) throw misfit('gatherRows', x, indexes);
  return node({ type: 'gatherRows' }, [x, indexes], [indexes.shape[0] as Dim, ...x.shape.slice(1)]);
}

/** The k largest (or smallest) values of each row of a matrix, best first, and where they stand. */
export function topK(x: Expr, k: number, { largest = true } = {}): { values: Expr; indexes: Expr } {
  if (x.shape.length !== 2) throw misfit('topK', x);
  const shape = [x.shape[0] as Dim, k];
  return {
    values: node({ type: 'topValues', k, largest }, [x], shape),
    indexes: node({ type: 'topIndexes', k, largest }, [x], shape),
  };
}

/** Index of the largest value of each row of a matrix, the first among equals. */
export const argMax = (x: Expr): Expr => node({ type: 'argMax' }, [x], x.shape.slice(0, -1));
/** Index of the smallest value of each row of a matrix, the first among equals. */
export const argMin = (x: Expr): Expr => node({ type: 'argMin' }, [x], x.shape.slice(0, -1));

/** 1 where a > b, else 0. */
export function greater(a: Operand, b: Operand): Expr {
  const [left, right] = [operand(a), operand(b)];
  return node({ type: 'greater' }, [left, right], broadcast('greater', left, right));
}

/** `a` where `condition` is not 0, else `b`; all of one shape or scalars. */
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
  if (axis < 0 || axis >= x.shape.length) throw new RangeError(`${type}: no axis ${axis} in [${x.shape}]`);
  const shape = keep ? x.shape.map((size, i) => (i === axis ? 1 : size)) : x.shape.filter((_, i) => i !== axis);
  return node({ type, axis, keep }, [x], shape);
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
