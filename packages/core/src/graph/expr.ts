/**
 * Array programs as data. An expression is a node over float32 arrays; {@link graph} closes expressions over their inputs
 * into a program that any executor runs: ONNX Runtime at BLAS speed, or the plain interpreter.
 */

/** A size, or the name of a size that is known only when the program runs. Equal names are equal sizes. */
export type Dim = number | string;

/** What a node computes from its inputs; names and meanings as in ONNX opset 17. */
export type Op =
  | { readonly type: 'input'; readonly name: string }
  | { readonly type: 'constant'; readonly data: Float32Array }
  | { readonly type: UnaryType }
  | { readonly type: BinaryType }
  /** [m x k] times [k x n]; either side transposed first */
  | { readonly type: 'matMul'; readonly transposeA: boolean; readonly transposeB: boolean }
  | { readonly type: ReduceType; readonly axis: number; readonly keep: boolean }
  /** along the last axis */
  | { readonly type: 'softmax' | 'logSoftmax' }
  | { readonly type: 'transpose' }
  | { readonly type: 'reshape' }
  /** rows of the first input at the whole numbers that the second one holds */
  | { readonly type: 'gatherRows' }
  /** zeros in the shape of the third input, plus each row of the first at the whole number that the second one holds for it */
  | { readonly type: 'addRowsAt' }
  /** the first input stretched to the shape of the second */
  | { readonly type: 'expandAs' }
  /** the length of one axis, as a scalar */
  | { readonly type: 'sizeOf'; readonly axis: number }
  /** the k largest (or smallest) of each row, best first */
  | { readonly type: 'topValues' | 'topIndexes'; readonly k: number; readonly largest: boolean }
  /** index of the largest (or smallest) of each row, the first among equals */
  | { readonly type: 'argMax' | 'argMin' }
  /** 1 where the first input is greater than the second, else 0 */
  | { readonly type: 'greater' }
  /** the second input where the first is not 0, else the third */
  | { readonly type: 'where' };

export type UnaryType = 'neg' | 'exp' | 'log' | 'sqrt' | 'abs' | 'relu' | 'tanh' | 'sigmoid' | 'square';
export type BinaryType = 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min';
export type ReduceType = 'reduceSum' | 'reduceMean' | 'reduceMin' | 'reduceMax';

/** A node: immutable, shared freely; equal sub-expressions may be one object and are then computed once. */
export interface Expr {
  readonly op: Op;
  readonly inputs: readonly Expr[];
  readonly shape: readonly Dim[];
}

/** A program: named outputs over named inputs. */
export interface Graph {
  readonly inputs: readonly Expr[];
  readonly outputs: Readonly<Record<string, Expr>>;
  /** All nodes, each after what it needs. */
  readonly nodes: readonly Expr[];
}

/** Row-major numbers with their sizes, as a program takes and gives them. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Runs programs. Sessions are cached by graph object: build a graph once and run it often. */
export interface Compute {
  /**
   * @throws RangeError when the feeds do not fit the graph's inputs, or an index names no row: a bug of the caller
   * @throws AlaasError `CANCELLED`
   */
  run(graph: Graph, feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
}

/** A program from its outputs. @throws RangeError when two inputs share a name but not a shape */
export function graph(outputs: Readonly<Record<string, Expr>>): Graph {
  const nodes: Expr[] = [];
  const seen = new Set<Expr>();
  const named = new Map<string, Expr>();
  // by hand instead of recursion: a long chain of operations is no reason to run out of stack
  const stack: { node: Expr; next: number }[] = [];
  for (const output of Object.values(outputs)) {
    stack.push({ node: output, next: 0 });
    while (stack.length > 0) {
      const top = stack.at(-1) as { node: Expr; next: number };
      const input = top.node.inputs[top.next++];
      if (input !== undefined && !seen.has(input)) stack.push({ node: input, next: 0 });
      else if (input === undefined) {
        stack.pop();
        if (!seen.has(top.node)) {
          seen.add(top.node);
          nodes.push(top.node);
          noteInput(top.node, named);
        }
      }
    }
  }
  return { inputs: [...named.values()], outputs, nodes };
}

function noteInput(node: Expr, named: Map<string, Expr>): void {
  if (node.op.type !== 'input') return;
  const other = named.get(node.op.name);
  if (other !== undefined && other !== node) throw new RangeError(`two inputs are named "${node.op.name}"`);
  named.set(node.op.name, node);
}
