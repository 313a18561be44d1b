import { type Compute, type Dim, type Expr, graph, type Head, type Matrix, ops, type Tensor } from '@alaas/core';
import { findLearner } from '../find.ts';
import { linearHead } from './linear-head.ts';
import { checkSums, predictProbabilities } from './predict.ts';
import { runRows } from './run-rows.ts';

/** A program, and what it reads beside the embeddings. */
export interface LabelProgram {
  /** [rows x K], log odds of yes. */
  readonly logits: Expr;
  readonly parameters: Readonly<Record<string, Tensor>>;
}

const embeddings = ops.input('embeddings', ['rows', 'd']);
const stackedLogits = ops.add(
  ops.matMul(embeddings, ops.input('weights', ['k', 'd']), { transposeB: true }),
  ops.input('bias', [1, 'k']),
);
const stackedGraph = graph({
  probabilities: ops.sigmoid(stackedLogits),
  sums: ops.reduceSum(embeddings, 1),
});

/**
 * What yes-or-no heads say of each row: the probability of the second class of each, temperatures included.
 *
 * @param heads K heads of two classes, no and yes, on embeddings of one width
 * @returns [N x K], each in [0, 1]
 * @throws AlaasError `INVALID_EMBEDDINGS` when the width is not the heads', or naming the first row that is not finite;
 * `UNKNOWN_LEARNER`, `CANCELLED`
 */
export async function predictLabels(
  heads: readonly Head[],
  rows: Matrix,
  compute: Compute,
  checkpoint: () => void = () => undefined,
): Promise<Matrix> {
  const columns = heads.length;
  const data = new Float32Array(rows.rows * columns);
  const stacked = stack(heads);
  if (stacked !== undefined && heads.every(({ width }) => width === rows.columns)) {
    // one product for all labels
    await runRows(stackedGraph, stacked, rows, { compute, checkpoint }, (outputs, start) => {
      const { probabilities, sums } = outputs as Record<'probabilities' | 'sums', Tensor>;
      checkSums(sums, rows, start);
      data.set(probabilities.data, start * columns);
    });
    return { data, rows: rows.rows, columns };
  }
  for (const [k, head] of heads.entries()) {
    const said = await predictProbabilities(head, rows, compute, checkpoint);
    for (let row = 0; row < rows.rows; row++) data[row * columns + k] = said.data[2 * row + 1] as number;
  }
  return { data, rows: rows.rows, columns };
}

/**
 * Yes-or-no heads as one program: the log odds of yes, one column per head.
 *
 * @param heads at least one, of two classes each, no and yes, on embeddings of one width
 * @throws AlaasError `UNKNOWN_LEARNER`
 */
export function labelProgram(heads: readonly Head[]): LabelProgram {
  const stacked = stack(heads);
  if (stacked !== undefined) return { logits: stackedLogits, parameters: stacked };
  const parts = heads.map((head, k) => {
    const program = findLearner(head.learner).program(head);
    const prefix = `label${k}.`;
    const own = withNames(program.outputs.logits as Expr, prefix);
    // minus the first column plus the second, in column k
    const column = new Float32Array(2 * heads.length);
    column[k] = -1 / head.temperature;
    column[heads.length + k] = 1 / head.temperature;
    return {
      logits: ops.matMul(own, ops.constant(column, [2, heads.length])),
      parameters: Object.entries(head.parameters).map(([name, value]) => [prefix + name, value] as const),
    };
  });
  return {
    logits: parts.map(({ logits }) => logits).reduce((sum, part) => ops.add(sum, part)),
    parameters: Object.fromEntries(parts.flatMap(({ parameters }) => parameters)),
  };
}

/** All heads as one matrix, where all are linear: the weights of yes less those of no. */
function stack(heads: readonly Head[]): Record<'weights' | 'bias', Tensor> | undefined {
  const width = heads[0]?.width ?? 0;
  const weights = new Float32Array(heads.length * width);
  const bias = new Float32Array(heads.length);
  for (const [k, head] of heads.entries()) {
    const linear = linearHead(head);
    if (linear === undefined || head.width !== width) return undefined;
    const { data, columns } = linear;
    for (let d = 0; d < width; d++) {
      weights[k * width + d] = (data[columns + d] as number) - (data[d] as number);
    }
    bias[k] = (data[columns + width] as number) - (data[width] as number);
  }
  return {
    weights: { data: weights, shape: [heads.length, width] },
    bias: { data: bias, shape: [1, heads.length] },
  };
}

/** The same expression of two classes, its inputs but the embeddings under other names, and its named sizes too. */
function withNames(root: Expr, prefix: string): Expr {
  const classes = root.shape.at(-1);
  const named = (size: Dim): Dim => {
    if (size === classes) return 2;
    return typeof size === 'number' || size === 'rows' || size === 'd' ? size : prefix + size;
  };
  const made = new Map<Expr, Expr>();
  for (const node of graph({ root }).nodes) {
    const { op } = node;
    const shape = node.shape.map(named);
    const inputs = node.inputs.map((input) => made.get(input) as Expr);
    if (op.type !== 'input') made.set(node, { op, inputs, shape });
    else if (op.name === 'embeddings') made.set(node, embeddings);
    else made.set(node, { op: { ...op, name: prefix + op.name }, inputs, shape });
  }
  return made.get(root) as Expr;
}
