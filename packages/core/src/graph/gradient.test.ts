import { expect, test } from 'vitest';
import type { Expr } from './expr.ts';
import { gradient } from './gradient.ts';
import * as ops from './ops.ts';

const x = ops.input('x', ['N', 'D']);
const sum = (of: Expr): Expr => (of.shape.length === 0 ? of : sum(ops.reduceSum(of, 0)));

test('slopes have the shapes of what they are slopes by', () => {
  const [w, b] = [ops.input('w', ['D', 3]), ops.input('b', [3])];
  const loss = sum(ops.square(ops.add(ops.matMul(x, w), b)));
  expect(gradient(loss, [w, b, x]).map(({ shape }) => shape)).toEqual([['D', 3], [3], ['N', 'D']]);
});

test('a loss must be one number', () => {
  expect(() => gradient(ops.square(x), [x])).toThrow(new RangeError('gradient: the loss is no scalar but [N,D]'));
});

test.for<[string, Expr]>([
  ['greater', ops.greater(x, 0)],
  ['argMax', ops.argMax(x)],
  ['argMin', ops.argMin(x)],
  ['topValues', ops.topK(x, 1).values],
  ['topIndexes', ops.topK(x, 1).indexes],
  ['gatherRows', ops.gatherRows(ops.input('table', [5, 2]), ops.reduceSum(x, 1))],
  ['addRowsAt', ops.addRowsAt(ops.input('rows', ['N', 2]), ops.reduceSum(x, 1), ops.input('table', [5, 2]))],
])('%s has no derivative', ([name, through]) => {
  expect(() => gradient(sum(ops.mul(through, 2)), [x])).toThrow(`gradient: ${name} has no derivative`);
});

test('an operation without a derivative is no matter where nothing asked for lies behind it', () => {
  const w = ops.input('w', ['D']);
  const loss = sum(ops.mul(ops.greater(x, 0), w));
  expect(gradient(loss, [w])[0]?.shape).toEqual(['D']);
});

test('what the loss does not depend on has slope 0', () => {
  const other = ops.input('other', ['M']);
  const [slope] = gradient(sum(x), [other]);
  expect(slope).toEqual(ops.expandAs(0, other));
});
