import { ProtoMessage } from './proto-message.ts';

/** An axis: a fixed length, or the name of a free one. Axes of one name have one length in a run. */
export type Dimension = number | string;

/** A typed input or output of a graph. */
export interface ValueSpec {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
}

/** A constant of the graph, row-major. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Int32Array | BigInt64Array | Float64Array;
}

/** A constant whose bytes lie in a file beside the model. */
export interface ExternalTensorSpec {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Path relative to the model's folder. */
  readonly location: string;
}

export type AttributeSpec =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] };

/** One operator: `op` is its ONNX name, an empty input name leaves an optional input out. */
export interface NodeSpec {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
}

/** A whole graph, its nodes in an order in which they can run. */
export interface GraphSpec {
  readonly inputs: readonly ValueSpec[];
  readonly outputs: readonly ValueSpec[];
  readonly nodes: readonly NodeSpec[];
  readonly constants?: readonly (TensorSpec | ExternalTensorSpec)[];
  /** Version of the operator set. Default: 17. */
  readonly opset?: number;
  /** What a reader of the file is told beside the graph. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Numbers of TensorProto.DataType. */
const elementTypes = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  float16: 10,
  float64: 11,
} as const;

export type ElementType = keyof typeof elementTypes;

/** Numbers of AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, text: 3, floats: 6, ints: 7 } as const;

/** IR version 8 is the one that opset 17 came with; every ONNX Runtime since 1.12 reads it. */
const irVersion = 8;

/**
 * The graph as an ONNX model, ready for a session or a file. Constants are copied once; everything must
 * fit 2 GB, the format's own limit. Operators and shapes are checked by whoever loads it.
 *
 * Field numbers: onnx.proto of the ONNX project.
 */
export function encodeModel(graph: GraphSpec): Uint8Array {
  const model = new ProtoMessage()
    .integer(1, irVersion)
    .text(2, 'alaas')
    .message(7, graphProto(graph))
    .message(8, new ProtoMessage().text(1, '').integer(2, graph.opset ?? 17));
  addMetadata(model, graph.metadata);
  return model.finish();
}

/** Appends entries of metadata to a ModelProto. */
export function addMetadata(model: ProtoMessage, metadata: Readonly<Record<string, string>> = {}): void {
  for (const [key, value] of Object.entries(metadata))
    model.message(14, new ProtoMessage().text(1, key).text(2, value));
}

function graphProto(graph: GraphSpec): ProtoMessage {
  const proto = new ProtoMessage();
  for (const node of graph.nodes) proto.message(1, nodeProto(node));
  proto.text(2, 'graph');
  for (const constant of graph.constants ?? []) proto.message(5, tensorProto(constant));
  for (const input of graph.inputs) proto.message(11, valueProto(input));
  for (const output of graph.outputs) proto.message(12, valueProto(output));
  return proto;
}

/** A NodeProto. */
export function nodeProto(node: NodeSpec): ProtoMessage {
  const proto = new ProtoMessage();
  for (const input of node.inputs) proto.text(1, input);
  for (const output of node.outputs) proto.text(2, output);
  proto.text(4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {})) proto.message(5, attributeProto(name, value));
  return proto;
}

function attributeProto(name: string, value: AttributeSpec): ProtoMessage {
  const proto = new ProtoMessage().text(1, name);
  if ('float' in value) return proto.float(2, value.float).integer(20, attributeTypes.float);
  if ('int' in value) return proto.integer(3, value.int).integer(20, attributeTypes.int);
  if ('text' in value) return proto.text(4, value.text).integer(20, attributeTypes.text);
  if ('floats' in value) {
    for (const item of value.floats) proto.float(7, item);
    return proto.integer(20, attributeTypes.floats);
  }
  for (const item of value.ints) proto.integer(8, item);
  return proto.integer(20, attributeTypes.ints);
}

/** A TensorProto. */
export function tensorProto(tensor: TensorSpec | ExternalTensorSpec): ProtoMessage {
  const proto = new ProtoMessage();
  for (const length of tensor.shape) proto.integer(1, length);
  if ('location' in tensor) {
    return proto
      .integer(2, elementTypes[tensor.type])
      .text(8, tensor.name)
      .message(13, new ProtoMessage().text(1, 'location').text(2, tensor.location))
      .integer(14, 1);
  }
  const { data } = tensor;
  return proto
    .integer(2, elementTypes[typeOf(data)])
    .text(8, tensor.name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function typeOf(data: TensorSpec['data']): ElementType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof BigInt64Array) return 'int64';
  return 'uint8';
}

/** A ValueInfoProto. */
export function valueProto(value: ValueSpec): ProtoMessage {
  const shape = new ProtoMessage();
  for (const axis of value.shape) {
    shape.message(1, typeof axis === 'number' ? new ProtoMessage().integer(1, axis) : new ProtoMessage().text(2, axis));
  }
  const tensorType = new ProtoMessage().integer(1, elementTypes[value.type]).message(2, shape);
  return new ProtoMessage().text(1, value.name).message(2, new ProtoMessage().message(1, tensorType));
}
