import {
  AlaasError,
  type Committee,
  type Compute,
  type Expr,
  type Graph,
  graph,
  type Head,
  type Matrix,
  ops,
  type Tensor,
} from '@alaas/core';
import { findLearner } from '../find.ts';
import { checkFinite } from './check-finite.ts';
import { runRows } from './run-rows.ts';

/**
 * What a head says of each row: softmax(logits / temperature), rows sum to 1.
 *
 * @param embeddings [N x D]
 * @returns [N x K]
 * @throws AlaasError `INVALID_EMBEDDINGS` when the width is not the head's, or naming the first row that is not finite;
 * `UNKNOWN_LEARNER`, `CANCELLED`
 */
export async function predictProbabilities(
  head: Head,
  embeddings: Matrix,
  compute: Compute,
  checkpoint: () => void = () => undefined,
): Promise<Matrix> {
  const columns = head.classes.length;
  const data = new Float32Array(embeddings.rows * columns);
  await predictInto(data, head, head.parameters, embeddings, { compute, checkpoint });
  return { data, rows: embeddings.rows, columns };
}

/**
 * What each member of a head says of each row.
 *
 * @returns [M x N x K]
 * @throws RangeError when the head has no members: a bug of the caller
 * @throws AlaasError as {@link predictProbabilities}
 */
export async function predictCommittee(
  head: Head,
  embeddings: Matrix,
  compute: Compute,
  checkpoint: () => void = () => undefined,
): Promise<Committee> {
  const { classes, members, parameters } = head;
  if (members.length === 0) throw new RangeError(`the head of ${head.learner} has no members`);
  const size = embeddings.rows * classes.length;
  const data = new Float32Array(members.length * size);
  for (const [m, member] of members.entries()) {
    const own = data.subarray(m * size, (m + 1) * size);
    await predictInto(own, head, { ...parameters, ...member }, embeddings, { compute, checkpoint });
  }
  return { data, members: members.length, rows: embeddings.rows, columns: classes.length };
}

async function predictInto(
  out: Float32Array,
  head: Head,
  parameters: Head['parameters'],
  embeddings: Matrix,
  context: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<void> {
  if (embeddings.columns !== head.width && embeddings.rows > 0) {
    throw new AlaasError(
      'INVALID_EMBEDDINGS',
      `The head was trained on embeddings of width ${head.width}, and these have ${embeddings.columns}; train it again with this model.`,
    );
  }
  const program = probabilityProgram(findLearner(head.learner).program(head));
  const temperature = { data: Float32Array.of(head.temperature), shape: [] };
  await runRows(program, { ...parameters, temperature }, embeddings, context, (outputs, start) => {
    const { probabilities, sums } = outputs as Record<'probabilities' | 'sums', Tensor>;
    checkSums(sums, embeddings, start);
    out.set(probabilities.data, start * head.classes.length);
  });
}

/** One program per learner's program, since executors keep a session for each. */
const programs = new WeakMap<Graph, Graph>();

function probabilityProgram(program: Graph): Graph {
  const known = programs.get(program);
  if (known !== undefined) return known;
  const embeddings = program.inputs.find(({ op }) => op.type === 'input' && op.name === 'embeddings') as Expr;
  const logits = program.outputs.logits as Expr;
  const made = graph({
    probabilities: ops.softmax(ops.div(logits, ops.input('temperature', []))),
    // NaN and infinity do not always reach the logits: relu(-infinity) is 0
    sums: ops.reduceSum(embeddings, 1),
  });
  programs.set(program, made);
  return made;
}

/**
 * Refuses rows by their sums, which no infinite or undefined number leaves finite.
 *
 * @param start row of the first sum
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row
 */
export function checkSums(sums: Tensor, embeddings: Matrix, start: number): void {
  const unsound = sums.data.findIndex((sum) => !Number.isFinite(sum));
  if (unsound < 0) return;
  checkFinite(embeddings);
  throw new AlaasError(
    'INVALID_EMBEDDINGS',
    `Row ${start + unsound} of the embeddings holds numbers too large to add up; scale them down.`,
  );
}
