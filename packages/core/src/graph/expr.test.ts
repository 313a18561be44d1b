import { expect, test } from 'vitest';
import { type Expr, graph } from './expr.ts';
import { add, constant, exp, input, mul } from './ops.ts';

test('every node stands once, after what it needs', () => {
  const x = input('x', ['N']);
  const shared = exp(x);
  const sum = add(shared, mul(shared, x));
  const { nodes, inputs, outputs } = graph({ sum, shared });
  expect(new Set(nodes).size).toBe(nodes.length);
  expect(nodes).toHaveLength(4);
  for (const [at, node] of nodes.entries()) {
    for (const needed of node.inputs) expect(nodes.indexOf(needed)).toBeLessThan(at);
  }
  expect(inputs).toEqual([x]);
  expect(outputs).toEqual({ sum, shared });
});

test('one input may be used by several outputs', () => {
  const x = input('x', ['N']);
  expect(graph({ a: exp(x), b: x, c: add(x, x) }).inputs).toEqual([x]);
});

test('two inputs of one name are refused', () => {
  expect(() => graph({ y: add(input('x', []), input('x', [])) })).toThrow(new RangeError('two inputs are named "x"'));
});

test('a chain of a hundred thousand operations does not run out of stack', () => {
  let last: Expr = constant(0);
  for (let i = 0; i < 100_000; i++) last = exp(last);
  expect(graph({ last }).nodes).toHaveLength(100_001);
});
