import type { Dim, Expr, Graph, Op } from '@alaas/core';
import type { AttributeSpec, GraphSpec, NodeSpec, TensorSpec, ValueSpec } from './encode-model.ts';

/** Under which name the model knows an input of the graph. */
export const inputName = (name: string): string => `in:${name}`;
/** Under which name the model knows an output of the graph. */
export const outputName = (name: string): string => `out:${name}`;

/**
 * The program as an ONNX graph, names of sizes kept, so that one session serves every length. Whole numbers are int64
 * inside, where an operator wants them, and float32 outside.
 *
 * @param opset version of the operator set to write for, from 15; from 11 for programs without a reshape or a size
 * @throws RangeError when a reshape leaves more than one size open, or the operator set is too old
 */
export function toOnnx(graph: Graph, opset = 17): GraphSpec {
  const writer = new Writer(opset);
  for (const input of graph.inputs) writer.input(input);
  for (const node of graph.nodes) writer.add(node);
  for (const [name, node] of Object.entries(graph.outputs)) writer.output(name, node);
  return { inputs: writer.inputs, outputs: writer.outputs, nodes: writer.nodes, constants: writer.constants, opset };
}

/** ONNX's names of the operators that are written without a word more. */
const plain: Partial<Record<Op['type'], string>> = {
  neg: 'Neg',
  exp: 'Exp',
  log: 'Log',
  sqrt: 'Sqrt',
  abs: 'Abs',
  relu: 'Relu',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  add: 'Add',
  sub: 'Sub',
  mul: 'Mul',
  div: 'Div',
  max: 'Max',
  min: 'Min',
  transpose: 'Transpose',
};

const reductions = { reduceMean: 'ReduceMean', reduceMin: 'ReduceMin', reduceMax: 'ReduceMax' } as const;

/** Numbers of TensorProto.DataType. */
const dataType = { float32: 1, int64: 7, bool: 9 } as const;

class Writer {
  readonly inputs: ValueSpec[] = [];
  readonly outputs: ValueSpec[] = [];
  readonly nodes: NodeSpec[] = [];
  readonly constants: TensorSpec[] = [];
  readonly #names = new Map<Expr, string>();
  /** What was written on the side, so that it is written once: casts, the truth of a comparison, a TopK. */
  readonly #extra = new Map<string, string>();
  /** Where a named size can be read: a value and its axis. */
  readonly #places = new Map<string, { readonly value: string; readonly axis: number }>();
  readonly #opset: number;
  #count = 0;

  constructor(opset: number) {
    this.#opset = opset;
  }

  input(node: Expr): void {
    if (node.op.type !== 'input') return;
    const name = inputName(node.op.name);
    this.inputs.push({ name, type: 'float32', shape: node.shape });
    this.#remember(node, name);
  }

  output(name: string, node: Expr): void {
    const to = outputName(name);
    this.outputs.push({ name: to, type: 'float32', shape: node.shape });
    this.nodes.push({ op: 'Identity', inputs: [this.#name(node)], outputs: [to] });
  }

  add(node: Expr): void {
    if (!this.#names.has(node)) this.#remember(node, this.#write(node));
  }

  #write({ op, inputs, shape }: Expr): string {
    const from = inputs.map((input) => this.#name(input));
    const [a = '', b = '', c = ''] = from;
    switch (op.type) {
      case 'input':
        throw new RangeError(`"${op.name}" is not among the graph's inputs`);
      case 'constant':
        return this.#constant(op.data, shape as readonly number[]);
      case 'square':
        return this.#node('Mul', [a, a]);
      case 'matMul':
        return this.#node('Gemm', from, { transA: flag(op.transposeA), transB: flag(op.transposeB) });
      case 'reduceSum':
        return this.#reduce('ReduceSum', a, op, this.#opset >= 13);
      case 'reduceMean':
      case 'reduceMin':
      case 'reduceMax':
        return this.#reduce(reductions[op.type], a, op, this.#opset >= 18);
      case 'softmax':
        return this.#node('Softmax', from, { axis: { int: -1 } });
      case 'logSoftmax':
        return this.#node('LogSoftmax', from, { axis: { int: -1 } });
      case 'reshape':
        this.#need(14, 'reshape');
        return this.#node('Reshape', [a, this.#shape(shape)], { allowzero: { int: 1 } });
      case 'gatherRows':
        return this.#node('Gather', [a, this.#cast(b, 'int64')], { axis: { int: 0 } });
      case 'addRowsAt':
        return this.#addRowsAt(a, b, c, shape.length);
      case 'expandAs':
        return this.#node('Expand', [a, this.#node('Shape', [b])]);
      case 'sizeOf':
        return this.#cast(this.#node('Squeeze', [this.#sizeAt(a, op.axis), this.#integers([0])]), 'float32');
      case 'topValues':
      case 'topIndexes':
        return this.#top(a, op.k, op.largest)[op.type];
      case 'argMax':
      case 'argMin': {
        const name = op.type === 'argMax' ? 'ArgMax' : 'ArgMin';
        return this.#cast(this.#node(name, from, { axis: { int: -1 }, keepdims: { int: 0 } }), 'float32');
      }
      case 'greater': {
        const truth = this.#node('Greater', from);
        const name = this.#cast(truth, 'float32');
        this.#extra.set(`bool ${name}`, truth);
        return name;
      }
      case 'where':
        return this.#node('Where', [this.#cast(a, 'bool'), b, c]);
      default:
        return this.#node(plain[op.type] as string, from);
    }
  }

  /** Older operators have the axes as an attribute, newer ones as an input. */
  #reduce(name: string, x: string, { axis, keep }: { axis: number; keep: boolean }, isInput: boolean): string {
    if (isInput) return this.#node(name, [x, this.#integers([axis])], { keepdims: flag(keep) });
    return this.#node(name, [x], { axes: { ints: [axis] }, keepdims: flag(keep) });
  }

  #need(opset: number, what: string): void {
    if (this.#opset < opset) throw new RangeError(`${what}: needs operator set ${opset}, not ${this.#opset}`);
  }

  /** One TopK gives both the values and the indexes. */
  #top(x: string, k: number, isLargest: boolean): { topValues: string; topIndexes: string } {
    const key = `top ${k} ${isLargest} ${x}`;
    const known = this.#extra.get(key);
    const values = known ?? this.#fresh();
    const indexes = `${values}:indexes`;
    if (known === undefined) {
      this.#extra.set(key, values);
      this.nodes.push({
        op: 'TopK',
        inputs: [x, this.#integers([k])],
        outputs: [values, indexes],
        attributes: { axis: { int: 1 }, largest: flag(isLargest), sorted: { int: 1 } },
      });
    }
    return { topValues: values, topIndexes: this.#cast(indexes, 'float32') };
  }

  #addRowsAt(rows: string, indexes: string, like: string, rank: number): string {
    const zeros = this.#node('ConstantOfShape', [this.#node('Shape', [like])]);
    const column = this.#node('Reshape', [
      this.#cast(indexes, 'int64'),
      this.#integers([-1, ...Array(rank - 1).fill(1)]),
    ]);
    const cells = this.#node('Expand', [column, this.#node('Shape', [rows])]);
    return this.#node('ScatterElements', [zeros, cells, rows], { axis: { int: 0 }, reduction: { text: 'add' } });
  }

  /** The value as another type, once per value. */
  #cast(value: string, type: keyof typeof dataType): string {
    const key = `${type} ${value}`;
    const name = this.#extra.get(key) ?? this.#node('Cast', [value], { to: { int: dataType[type] } });
    this.#extra.set(key, name);
    return name;
  }

  #shape(shape: readonly Dim[]): string {
    const open = shape.filter((dim) => typeof dim === 'string' && !this.#places.has(dim));
    if (open.length > 1) throw new RangeError(`reshape: more than one size of [${shape.join(', ')}] is open`);
    const parts = shape.map((dim) => {
      const place = this.#places.get(String(dim));
      if (typeof dim === 'number') return this.#integers([dim]);
      return place === undefined ? this.#integers([-1]) : this.#sizeAt(place.value, place.axis);
    });
    return parts.length === 0 ? this.#integers([]) : this.#node('Concat', parts, { axis: { int: 0 } });
  }

  #sizeAt(value: string, axis: number): string {
    this.#need(15, 'a size');
    return this.#node('Shape', [value], { start: { int: axis }, end: { int: axis + 1 } });
  }

  #node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeSpec>> = {}): string {
    const name = this.#fresh();
    this.nodes.push({ op, inputs, outputs: [name], attributes });
    return name;
  }

  #integers(values: readonly number[]): string {
    return this.#constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  #constant(data: TensorSpec['data'], shape: readonly number[]): string {
    const name = this.#fresh();
    this.constants.push({ name, shape, data });
    return name;
  }

  #remember(node: Expr, name: string): void {
    this.#names.set(node, name);
    node.shape.forEach((dim, axis) => {
      if (typeof dim === 'string' && !this.#places.has(dim)) this.#places.set(dim, { value: name, axis });
    });
  }

  #name(node: Expr): string {
    return this.#names.get(node) as string;
  }

  #fresh(): string {
    return `v${this.#count++}`;
  }
}

function flag(is: boolean): AttributeSpec {
  return { int: is ? 1 : 0 };
}
