import { expect, test } from 'vitest';
import type { Dim, Expr } from './expr.ts';
import * as ops from './ops.ts';

const of = (...shape: Dim[]): Expr => ops.input('x', shape);

test.for<[string, Expr, Dim[]]>([
  ['a unary operation', ops.exp(of('N', 3)), ['N', 3]],
  ['softmax', ops.softmax(of('N', 3)), ['N', 3]],
  ['equal shapes', ops.add(of('N', 3), of('N', 3)), ['N', 3]],
  ['a row against a matrix', ops.sub(of('N', 3), of(3)), ['N', 3]],
  ['a column against a row', ops.max(of('N', 1), of(1, 'K')), ['N', 'K']],
  ['a number against a matrix', ops.div(1, of('N', 3)), ['N', 3]],
  ['arrays of different rank', ops.mul(of('M', 1, 3), of('N', 1)), ['M', 'N', 3]],
  ['a comparison', ops.greater(of('N', 1), of('K')), ['N', 'K']],
  ['a choice', ops.where(of('N', 1), of('K'), 0), ['N', 'K']],
  ['a product', ops.matMul(of('N', 'D'), of('D', 5)), ['N', 5]],
  ['a product, left transposed', ops.matMul(of('D', 'N'), of('D', 5), { transposeA: true }), ['N', 5]],
  ['a product, right transposed', ops.matMul(of('N', 'D'), of(5, 'D'), { transposeB: true }), ['N', 5]],
  ['a sum', ops.reduceSum(of('N', 3, 'K'), 1), ['N', 'K']],
  ['a sum that keeps its axis', ops.reduceSum(of('N', 3, 'K'), 1, true), ['N', 1, 'K']],
  ['a sum of a list', ops.reduceSum(of('N'), 0), []],
  ['a transposed matrix', ops.transpose(of('N', 3)), [3, 'N']],
  ['another shape', ops.reshape(of('N', 6), ['N', 2, 3]), ['N', 2, 3]],
  ['looked up rows', ops.gatherRows(of('V', 3), of('N')), ['N', 3]],
  ['added rows', ops.addRowsAt(of('N', 3), of('N'), of('V', 3)), ['V', 3]],
  ['a stretched array', ops.expandAs(of(3), of('N', 3)), ['N', 3]],
  ['a size', ops.sizeOf(of('N', 3), 0), []],
  ['the best values', ops.topK(of('N', 9), 2).values, ['N', 2]],
  ['the places of the best', ops.topK(of('N', 'K'), 2).indexes, ['N', 2]],
  ['the place of the best', ops.argMax(of('N', 'K')), ['N']],
  ['the place of the worst of a list', ops.argMin(of('K')), []],
  ['squared distances', ops.squaredDistances(of('N', 'D'), of('M', 'D')), ['N', 'M']],
])('the shape of %s', ([, expr, shape]) => {
  expect(expr.shape).toEqual(shape);
});

test.for<[string, () => Expr]>([
  ['sizes that differ', () => ops.add(of('N', 3), of('N', 4))],
  ['names that differ', () => ops.add(of('N'), of('M'))],
  ['a name against a number', () => ops.greater(of('N'), of(2))],
  ['a choice between misfits', () => ops.where(of('N'), of(3), 1)],
  ['inner sizes that differ', () => ops.matMul(of('N', 3), of(4, 'K'))],
  ['inner sizes that differ after a transposition', () => ops.matMul(of(3, 4), of(4, 3), { transposeA: true })],
  ['a product of lists', () => ops.matMul(of(3), of(3))],
  ['a product with an array of rank 3', () => ops.matMul(of(2, 3), of(3, 2, 1))],
  ['an axis that is not there', () => ops.reduceMax(of('N'), 1)],
  ['a negative axis', () => ops.reduceMax(of('N'), -1)],
  ['the size of an axis that is not there', () => ops.sizeOf(of(), 0)],
  ['softmax of a scalar', () => ops.softmax(of())],
  ['logSoftmax of a scalar', () => ops.logSoftmax(of())],
  ['argMax of a scalar', () => ops.argMax(of())],
  ['argMin of a scalar', () => ops.argMin(of())],
  ['a transposed list', () => ops.transpose(of(3))],
  ['a reshape to another count', () => ops.reshape(of(2, 3), [5])],
  ['a lookup by a matrix', () => ops.gatherRows(of('V', 3), of('N', 1))],
  ['a lookup in a scalar', () => ops.gatherRows(of(), of('N'))],
  ['added rows of another width', () => ops.addRowsAt(of('N', 2), of('N'), of('V', 3))],
  ['added rows without an index each', () => ops.addRowsAt(of('N', 3), of('M'), of('V', 3))],
  ['a stretch that would shrink', () => ops.expandAs(of('N', 3), of(3))],
  ['the best of a list', () => ops.topK(of(3), 1).values],
  ['the best 0', () => ops.topK(of('N', 3), 0).values],
  ['the best 4 of 3', () => ops.topK(of('N', 3), 4).values],
  ['the best one and a half', () => ops.topK(of('N', 3), 1.5).values],
  ['a constant that does not fill its shape', () => ops.constant(new Float32Array(3), [2, 2])],
])('refused: %s', ([, build]) => {
  expect(build).toThrow(RangeError);
});

test('a misfit names the operation and both shapes', () => {
  expect(() => ops.matMul(of('N', 3), of(4, 'K'))).toThrow('matMul: shapes [N,3] and [4,K] do not fit');
});

test('a number is a constant scalar', () => {
  expect(ops.constant(2)).toEqual({ op: { type: 'constant', data: Float32Array.of(2) }, inputs: [], shape: [] });
});
