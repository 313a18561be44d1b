import { type Expr, gradient, graph, ops } from '@alaas/core';
import { expect, test } from 'vitest';
import { type Case, cases, feedsOf } from './cases.fixture.ts';
import type { Block } from './elementwise.ts';
import { interpret } from './interpret.ts';

type Feeds = Record<string, Block<Float64Array>>;

/** Step of the differences, of numbers around 1 in float64: truncation 1e-10, rounding 1e-11. */
const step = 1e-5;
/** Largest difference allowed, as a share of the slope or of 1. */
const tolerance = 1e-7;

const allocate = (length: number): Float64Array => new Float64Array(length);

function evaluate(output: Expr, feeds: Feeds): Block<Float64Array> {
  const program = graph({ output });
  const used = new Set(program.inputs.map(nameOf));
  const needed = Object.fromEntries(Object.entries(feeds).filter(([name]) => used.has(name)));
  return interpret(program, needed, allocate).output as Block<Float64Array>;
}

function nameOf({ op }: Expr): string {
  return op.type === 'input' ? op.name : '';
}

/** A sum in which every number of the output has another weight, so that no error cancels. */
function weighted(output: Expr): Expr {
  let loss = ops.mul(output, ops.input('weights of the sum', output.shape));
  while (loss.shape.length > 0) loss = ops.reduceSum(loss, 0);
  return loss;
}

function wideFeeds(of: Case, n: number): Feeds {
  const feeds: Feeds = {};
  for (const [name, { data, shape }] of Object.entries(feedsOf(of, n))) {
    feeds[name] = { data: Float64Array.from(data), shape };
  }
  const { data, shape } = evaluate(of.output, feeds);
  return { ...feeds, 'weights of the sum': { data: data.map((_, i) => 1 + ((i * 7) % 5) / 4), shape } };
}

/** The slope of the loss by one number, from its values on both sides. */
function difference(loss: Expr, feeds: Feeds, name: string, at: number): number {
  const side = (sign: number): number => {
    const { data, shape } = feeds[name] as Block<Float64Array>;
    const moved = data.with(at, (data[at] as number) + sign * step);
    return evaluate(loss, { ...feeds, [name]: { data: moved, shape } }).data[0] as number;
  };
  return (side(1) - side(-1)) / (2 * step);
}

function expectSlopes(loss: Expr, inputs: readonly Expr[], feeds: Feeds): void {
  for (const [i, slope] of gradient(loss, inputs).entries()) {
    const name = nameOf(inputs[i] as Expr);
    expect(slope.shape).toEqual(inputs[i]?.shape);
    const given = evaluate(slope, feeds);
    expect(given.shape).toEqual(feeds[name]?.shape);
    for (const [at, value] of given.data.entries()) {
      const wanted = difference(loss, feeds, name, at);
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)));
    }
  }
}

test.for(cases.filter(({ wrt }) => wrt?.length !== 0))('$title: the gradient is what differences say', (of) => {
  const inputs = of.wrt ?? graph({ output: of.output }).inputs;
  for (const n of [4, 1]) expectSlopes(weighted(of.output), inputs, wideFeeds(of, n));
});

test('a gradient can be differentiated again', () => {
  const x = ops.input('x', ['N', 'D']);
  const w = ops.input('w', ['D', 'M']);
  const [first] = gradient(weighted(ops.softmax(ops.tanh(ops.matMul(x, w)))), [w]) as [Expr];
  const again: Case = { title: 'slopes', output: ops.square(first) };
  const feeds = wideFeeds({ title: 'softmax', output: ops.softmax(ops.matMul(x, w)) }, 4);
  const loss = ops.reduceSum(ops.reduceSum(again.output, 0), 0);
  expectSlopes(loss, [w, x], feeds);
});

/** Slopes of the sum by x. */
function slopesAt(build: (x: Expr) => Expr, data: readonly number[]): number[] {
  const x = ops.input('x', ['N']);
  const [slope] = gradient(ops.reduceSum(build(x), 0), [x]) as [Expr];
  return [...evaluate(slope, { x: { data: Float64Array.from(data), shape: [data.length] } }).data];
}

test('equal candidates share a slope', () => {
  expect(slopesAt((x) => ops.reduceMax(x, 0, true), [3, 1, 3, 2])).toEqual([0.5, 0, 0.5, 0]);
  expect(slopesAt((x) => ops.reduceMin(x, 0, true), [3, 1, 1, 1])).toEqual([0, 1 / 3, 1 / 3, 1 / 3]);
  expect(slopesAt((x) => ops.max(x, 2), [1, 2, 3])).toEqual([0, 0.5, 1]);
  expect(slopesAt((x) => ops.min(x, 2), [1, 2, 3])).toEqual([1, 0.5, 0]);
});

test('relu and abs have no slope at 0', () => {
  expect(slopesAt(ops.relu, [-1, 0, 1])).toEqual([-0, 0, 1].map(Math.abs));
  expect(slopesAt(ops.abs, [-1, 0, 1])).toEqual([-1, 0, 1]);
});
