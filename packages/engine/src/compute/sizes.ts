import type { Dim, Expr, Graph } from '@alaas/core';

/** Numbers with their sizes; the interpreter also works on float64. */
export interface Sized {
  readonly data: { readonly length: number };
  readonly shape: readonly number[];
}

/**
 * The shape of every node for these feeds, every name replaced by its length. What passes here, any executor
 * runs; row numbers alone can still be wrong.
 *
 * @throws RangeError when the feeds do not fit the graph's inputs, or a node cannot be computed at these sizes
 */
export function sizesOf(graph: Graph, feeds: Readonly<Record<string, Sized>>): ReadonlyMap<Expr, readonly number[]> {
  const lengths = new Map<string, number>();
  const sizes = new Map<Expr, readonly number[]>();
  const names = new Set<string>();
  for (const input of graph.inputs) {
    if (input.op.type !== 'input') continue;
    names.add(input.op.name);
    sizes.set(input, fedShape(input.op.name, input.shape, feeds, lengths));
  }
  const stranger = Object.keys(feeds).find((name) => !names.has(name));
  if (stranger !== undefined) {
    throw new RangeError(`the graph has no input "${stranger}", only: ${[...names].join(', ')}`);
  }
  for (const node of graph.nodes) {
    if (sizes.has(node)) continue;
    const from = node.inputs.map((input) => sizes.get(input) as readonly number[]);
    const shape = node.op.type === 'reshape' ? reshaped(node.shape, from[0] ?? [], lengths) : known(node, lengths);
    refuseShortAxis(node, from[0] ?? []);
    sizes.set(node, shape);
  }
  return sizes;
}

/** Number of elements; 1 for a scalar. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function fedShape(
  name: string,
  declared: readonly Dim[],
  feeds: Readonly<Record<string, Sized>>,
  lengths: Map<string, number>,
): readonly number[] {
  const feed = feeds[name];
  if (feed === undefined) throw new RangeError(`input "${name}" is not fed`);
  const { data, shape } = feed;
  const fits = shape.length === declared.length && declared.every((dim, i) => bind(dim, shape[i] as number, lengths));
  if (!fits) {
    const said = declared.map((dim) => (lengths.has(String(dim)) ? `${dim} = ${lengths.get(String(dim))}` : dim));
    throw new RangeError(`input "${name}" takes [${said.join(', ')}], not [${shape.join(', ')}]`);
  }
  if (data.length !== countOf(shape)) {
    throw new RangeError(`input "${name}": ${data.length} numbers do not fill [${shape.join(', ')}]`);
  }
  return shape;
}

/** Whether a size can be `length`; a name that has none yet takes it. */
function bind(dim: Dim, length: number, lengths: Map<string, number>): boolean {
  if (typeof dim === 'number') return dim === length;
  const bound = lengths.get(dim);
  if (bound === undefined) lengths.set(dim, length);
  return bound === undefined || bound === length;
}

function known(node: Expr, lengths: ReadonlyMap<string, number>): number[] {
  return node.shape.map((dim) => {
    const length = typeof dim === 'number' ? dim : lengths.get(dim);
    if (length === undefined) throw new RangeError(`${node.op.type}: no input says how long "${dim}" is`);
    return length;
  });
}

function reshaped(to: readonly Dim[], from: readonly number[], lengths: Map<string, number>): number[] {
  const total = countOf(from);
  const open = to.filter((dim) => typeof dim === 'string' && !lengths.has(dim));
  const shape = to.map((dim) => (typeof dim === 'number' ? dim : (lengths.get(dim) ?? 1)));
  const [name] = open;
  const rest = total / countOf(shape);
  if (typeof name === 'string' && Number.isInteger(rest) && open.length === 1) {
    lengths.set(name, rest);
    return shape.map((length, i) => (to[i] === name ? rest : length));
  }
  if (open.length > 0 || countOf(shape) !== total) {
    throw new RangeError(`reshape: [${from.join(', ')}] does not fill [${to.join(', ')}]`);
  }
  return shape;
}

/** Nothing has no largest and no mean: executors would differ in what they make of it. */
function refuseShortAxis({ op }: Expr, shape: readonly number[]): void {
  const last = shape.at(-1);
  if ((op.type === 'topValues' || op.type === 'topIndexes') && op.k > (last ?? 0)) {
    throw new RangeError(`topK: no ${op.k} values in rows of [${shape.join(', ')}]`);
  }
  const isPick = op.type === 'argMax' || op.type === 'argMin';
  const isEmptyPick = isPick && last === 0;
  const isEmptyReduce =
    (op.type === 'reduceMax' || op.type === 'reduceMin' || op.type === 'reduceMean') && shape[op.axis] === 0;
  if (isEmptyPick || isEmptyReduce) throw new RangeError(`${op.type}: the axis of [${shape.join(', ')}] is empty`);
}
