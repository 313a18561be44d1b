import { derivatives } from './derivatives.ts';
import { type Expr, graph, type Op } from './expr.ts';
import { add, constant, expandAs } from './ops.ts';

/**
 * Derivatives of a scalar with respect to each of `wrt`, by reverse accumulation, as expressions over the same operations
 * and in the shapes of `wrt`. Where there is a kink, equal candidates get equal shares: the two operands of `max`, the equal
 * largest of `reduceMax`; `relu` and `abs` have slope 0 at 0. The condition of `where` counts as constant.
 *
 * @throws RangeError when `loss` is no scalar, or depends on `wrt` through an operation without a derivative: a comparison,
 *   an index, or `topK`
 */
export function gradient(loss: Expr, wrt: readonly Expr[]): Expr[] {
  if (loss.shape.length > 0) throw new RangeError(`gradient: the loss is no scalar but [${loss.shape}]`);
  const { nodes } = graph({ loss });
  const depends = new Set(wrt);
  for (const node of nodes) if (node.inputs.some((x, i) => isFollowed(node, i) && depends.has(x))) depends.add(node);
  // slope of the loss per unit of each node; sizes of 1 may stand for equal numbers along an axis
  const slopes = new Map<Expr, Expr>([[loss, constant(1)]]);
  for (const node of nodes.toReversed()) {
    const slope = slopes.get(node);
    if (slope === undefined) continue;
    const parts = derivatives(node, slope);
    for (const [i, x] of node.inputs.entries()) {
      if (!depends.has(x) || !isFollowed(node, i)) continue;
      const part = parts[i]?.();
      if (part === undefined) throw new RangeError(`gradient: ${node.op.type} has no derivative by its input ${i}`);
      const others = slopes.get(x);
      slopes.set(x, others === undefined ? part : add(others, part));
    }
  }
  return wrt.map((x) => expandAs(slopes.get(x) ?? 0, x));
}

/** Inputs that count as constant: a condition, and arrays of which only the shape matters. */
const constants: Partial<Record<Op['type'], number>> = { where: 0, expandAs: 1, addRowsAt: 2, sizeOf: 0 };

function isFollowed(node: Expr, input: number): boolean {
  return constants[node.op.type] !== input;
}
