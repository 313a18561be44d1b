import type { Expr, Op } from './expr.ts';
import * as ops from './ops.ts';
import { add, greater, matMul, mul, sub } from './ops.ts';

/**
 * What each input of a node owes to the slope of the loss by that node: one recipe per input, undefined where there is no
 * derivative. A slope may have sizes of 1 that stand for equal numbers along an axis.
 */
export function derivatives(node: Expr, slope: Expr): readonly (undefined | (() => Expr))[] {
  const { op, inputs } = node;
  const [a, b] = inputs as [Expr, Expr];
  switch (op.type) {
    case 'neg':
      return [() => ops.neg(slope)];
    case 'exp':
      return [() => mul(slope, node)];
    case 'log':
      return [() => ops.div(slope, a)];
    case 'sqrt':
      return [() => ops.div(mul(slope, 0.5), node)];
    case 'abs':
      return [() => mul(slope, sub(greater(a, 0), greater(0, a)))];
    case 'relu':
      return [() => mul(slope, greater(a, 0))];
    case 'tanh':
      return [() => mul(slope, sub(1, ops.square(node)))];
    case 'sigmoid':
      return [() => mul(slope, mul(node, sub(1, node)))];
    case 'square':
      return [() => mul(slope, mul(a, 2))];
    case 'add':
      return [() => shrink(slope, node, a), () => shrink(slope, node, b)];
    case 'sub':
      return [() => shrink(slope, node, a), () => shrink(ops.neg(slope), node, b)];
    case 'mul':
      return [() => shrink(mul(slope, b), node, a), () => shrink(mul(slope, a), node, b)];
    case 'div':
      return [() => shrink(ops.div(slope, b), node, a), () => shrink(ops.neg(ops.div(mul(slope, node), b)), node, b)];
    case 'max':
      return [() => shrink(mul(slope, share(a, b)), node, a), () => shrink(mul(slope, share(b, a)), node, b)];
    case 'min':
      return [() => shrink(mul(slope, share(b, a)), node, a), () => shrink(mul(slope, share(a, b)), node, b)];
    case 'where':
      return [
        undefined,
        () => shrink(ops.where(a, slope, 0), node, b),
        () => shrink(ops.where(a, 0, slope), node, inputs[2] as Expr),
      ];
    case 'matMul':
      return ofMatMul(op, a, b, full(slope, node));
    case 'reduceSum':
      return [() => unreduced(slope, node, op)];
    case 'reduceMean':
      return [() => ops.div(unreduced(slope, node, op), ops.sizeOf(a, op.axis))];
    case 'reduceMin':
    case 'reduceMax':
      return [() => ofExtreme(slope, node, op)];
    case 'softmax':
      return [() => mul(node, sub(slope, ops.reduceSum(mul(slope, node), a.shape.length - 1, true)))];
    case 'logSoftmax':
      return [() => sub(slope, mul(ops.exp(node), ops.reduceSum(full(slope, node), a.shape.length - 1, true)))];
    case 'transpose':
      return [() => ops.transpose(full(slope, node))];
    case 'reshape':
      return [() => ops.reshape(full(slope, node), a.shape)];
    case 'expandAs':
      return [() => shrink(slope, node, a)];
    case 'gatherRows':
      return [() => ops.addRowsAt(full(slope, node), b, a)];
    case 'addRowsAt':
      return [() => ops.gatherRows(full(slope, node), b)];
    default:
      return [];
  }
}

type Reduce = Extract<Op, { axis: number; keep: boolean }>;

/** The slope of an operand that was stretched to the node's shape: the sum over its copies. */
function shrink(slope: Expr, node: Expr, operand: Expr): Expr {
  if (sameShape(node, operand)) return slope;
  let sum = full(slope, node);
  while (sum.shape.length > operand.shape.length) sum = ops.reduceSum(sum, 0);
  operand.shape.forEach((size, axis) => {
    if (size === 1 && sum.shape[axis] !== 1) sum = ops.reduceSum(sum, axis, true);
  });
  return sum;
}

function full(slope: Expr, node: Expr): Expr {
  return sameShape(slope, node) ? slope : ops.expandAs(slope, node);
}

function sameShape(a: Expr, b: Expr): boolean {
  return a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i]);
}

/** 1 where a > b, 1/2 where they are equal, else 0. */
function share(a: Expr, b: Expr): Expr {
  return mul(add(sub(greater(a, b), greater(b, a)), 1), 0.5);
}

/** Of C = A B with slope G: G B' and A' G, every transposition folded into the product. */
function ofMatMul(op: { transposeA: boolean; transposeB: boolean }, a: Expr, b: Expr, slope: Expr): (() => Expr)[] {
  const { transposeA, transposeB } = op;
  return [
    () =>
      transposeA
        ? matMul(b, slope, { transposeA: transposeB, transposeB: true })
        : matMul(slope, b, { transposeB: !transposeB }),
    () =>
      transposeB
        ? matMul(slope, a, { transposeA: true, transposeB: transposeA })
        : matMul(a, slope, { transposeA: !transposeA }),
  ];
}

/** Of a reduced array's slope: one that lines up with the array it came from, the reduced axis of size 1. */
function unreduced(slope: Expr, node: Expr, { axis, keep }: Reduce): Expr {
  // a scalar lines up with everything
  if (keep || slope.shape.length === 0) return slope;
  return ops.reshape(full(slope, node), keptShape(node, axis));
}

function ofExtreme(slope: Expr, node: Expr, op: Reduce): Expr {
  const x = node.inputs[0] as Expr;
  const best = op.keep ? node : ops.reshape(node, keptShape(node, op.axis));
  const isBest = sub(1, op.type === 'reduceMax' ? greater(best, x) : greater(x, best));
  const ties = ops.reduceSum(isBest, op.axis, true);
  return mul(unreduced(slope, node, op), ops.div(isBest, ties));
}

function keptShape(node: Expr, axis: number): Expr['shape'] {
  return (node.inputs[0] as Expr).shape.map((size, i) => (i === axis ? 1 : size));
}
