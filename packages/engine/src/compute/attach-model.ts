import { addMetadata, type GraphSpec, nodeProto, tensorProto, type ValueSpec, valueProto } from './encode-model.ts';
import { type ProtoField, protoFields, textOf } from './proto-fields.ts';
import { ProtoMessage } from './proto-message.ts';

/** Operator sets that programs can be written for; the newest is the last whose operators were compared with ours. */
const OLDEST_OPSET = 11;
const NEWEST_OPSET = 23;
/** From this version on, constants need not be inputs too. */
const IR_WITH_CONSTANTS = 4n;
const MAX_BYTES = 2 ** 31 - 1;

/** What an encoded model is, as far as something can be attached to it. */
export interface Attachment {
  /** Version of its operator set. */
  readonly opset: number;
  /** Element type and sizes of an output; undefined when the model has none of this name. */
  output(name: string): { readonly isFloat: boolean; readonly shape: readonly (number | string)[] } | undefined;
  /**
   * The model with more nodes behind it. Its own values that are called like one of `graph` get another name.
   *
   * @param graph its only input is the `value` of the model, and its outputs are those of the whole
   */
  join(value: string, graph: GraphSpec): Uint8Array;
}

/**
 * Reads an encoded model to attach nodes to it.
 *
 * @throws RangeError, with a sentence for people, when the bytes are no model, keep weights elsewhere, or are written for
 *   operators that ours do not go with
 */
export function attach(model: Uint8Array): Attachment {
  const fields = [...protoFields(model)];
  const graphField = fields.find(({ field, wireType }) => field === 7 && wireType === 2);
  if (graphField === undefined) throw new RangeError('It holds no graph.');
  const opset = opsetOf(fields);
  if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
    throw new RangeError(
      `It is written for operator set ${opset}, and heads can be written for ${OLDEST_OPSET} to ${NEWEST_OPSET}. Export it again for one of these.`,
    );
  }
  const names = new Set<string>();
  const graph = rewrite('graph', graphField.content, (name) => {
    names.add(name);
    return name;
  });
  const outputs = [...protoFields(graph.finish())].filter(({ field }) => field === 12);
  return {
    opset,
    output(name) {
      const found = outputs.find((output) => nameOf(output) === name);
      return found && typeOf(found);
    },
    join(value, added) {
      const joined = joinGraphs(graphField.content, names, value, added);
      const size = model.length + joined.length - graphField.content.length;
      if (size > MAX_BYTES)
        throw new RangeError(`Joined it would be ${size} bytes, and the format holds ${MAX_BYTES}.`);
      const out = new ProtoMessage();
      for (const part of fields) {
        if (part === graphField) out.bytes(7, joined);
        // two entries of one key are not allowed
        else if (part.field === 14 && nameOf(part) in (added.metadata ?? {})) continue;
        else if (part.field === 1) out.integer(1, part.value < IR_WITH_CONSTANTS ? IR_WITH_CONSTANTS : part.value);
        else out.encoded(part.encoded);
      }
      addMetadata(out, added.metadata);
      return out.finish();
    },
  };
}

function joinGraphs(own: Uint8Array, names: ReadonlySet<string>, value: string, added: GraphSpec): Uint8Array {
  const theirs = new Set([
    ...added.outputs.map(({ name }) => name),
    ...added.nodes.flatMap(({ outputs }) => outputs),
    ...(added.constants ?? []).map(({ name }) => name),
  ]);
  const renamed = new Map<string, string>();
  for (const name of names) if (name !== '' && theirs.has(name)) renamed.set(name, freeName(name, names, theirs));
  const graph = rewrite('graph', own, (name) => renamed.get(name) ?? name, isNoOutput);
  const from = renamed.get(value) ?? value;
  const [input] = added.inputs as readonly [ValueSpec];
  for (const node of added.nodes) {
    graph.message(1, nodeProto({ ...node, inputs: node.inputs.map((name) => (name === input.name ? from : name)) }));
  }
  for (const constant of added.constants ?? []) graph.message(5, tensorProto(constant));
  for (const output of added.outputs) graph.message(12, valueProto(output));
  return graph.finish();
}

function freeName(name: string, ...taken: readonly ReadonlySet<string>[]): string {
  let free = `backbone.${name}`;
  while (taken.some((names) => names.has(free))) free = `backbone.${free}`;
  return free;
}

/** Fields that hold names of values, and those that hold messages in which there are some. Numbers: onnx.proto of ONNX. */
const places: Readonly<
  Record<string, { readonly names?: readonly number[]; readonly inner?: Readonly<Record<number, string>> }>
> = {
  graph: { inner: { 1: 'node', 5: 'tensor', 11: 'value', 12: 'value', 13: 'value', 14: 'quantised', 15: 'sparse' } },
  node: { names: [1, 2], inner: { 5: 'attribute' } },
  attribute: { inner: { 5: 'constant', 6: 'graph', 10: 'constant', 11: 'graph' } },
  value: { names: [1] },
  tensor: { names: [8] },
  // names of the tensor in an attribute are nobody's
  constant: {},
  quantised: { names: [1] },
  sparse: { inner: { 1: 'tensor' } },
};

/** A message with its names replaced, also in the graphs inside. */
function rewrite(
  kind: string,
  message: Uint8Array,
  rename: (name: string) => string,
  keep: (kind: string, field: number) => boolean = () => true,
): ProtoMessage {
  const { names = [], inner = {} } = places[kind] ?? {};
  const out = new ProtoMessage();
  for (const part of protoFields(message)) {
    const { field, wireType, content, encoded } = part;
    if (!keep(kind, field)) continue;
    if ((kind === 'tensor' || kind === 'constant') && (field === 13 || (field === 14 && part.value === 1n)))
      refuseExternal();
    const into = inner[field];
    if (wireType === 2 && names.includes(field)) out.text(field, rename(textOf(part)));
    // an inner graph keeps its outputs
    else if (wireType === 2 && into !== undefined) out.message(field, rewrite(into, content, rename));
    else out.encoded(encoded);
  }
  return out;
}

/** The outputs of the whole are those of what is added. */
function isNoOutput(kind: string, field: number): boolean {
  return kind !== 'graph' || field !== 12;
}

function refuseExternal(): never {
  throw new RangeError('It keeps weights in a file beside it. Export it again with all weights in one file.');
}

function opsetOf(fields: readonly ProtoField[]): number {
  for (const { content } of fields.filter(({ field }) => field === 8)) {
    const parts = [...protoFields(content)];
    const domain = parts.find(({ field }) => field === 1);
    if (domain !== undefined && !['', 'ai.onnx'].includes(textOf(domain))) continue;
    return Number(parts.find(({ field }) => field === 2)?.value ?? 0n);
  }
  throw new RangeError('It does not say which operators it is written for.');
}

function nameOf({ content }: ProtoField): string {
  const name = [...protoFields(content)].find(({ field }) => field === 1);
  return name === undefined ? '' : textOf(name);
}

/** Of a ValueInfoProto: type (2) of a tensor (1), its element type (1), its shape (2), with sizes (1) or names (2). */
function typeOf({ content }: ProtoField): { isFloat: boolean; shape: (number | string)[] } {
  const within = (bytes: Uint8Array, wanted: number): Uint8Array =>
    [...protoFields(bytes)].find(({ field }) => field === wanted)?.content ?? new Uint8Array();
  const tensor = within(within(content, 2), 1);
  const elementType = [...protoFields(tensor)].find(({ field }) => field === 1)?.value;
  const shape = [...protoFields(within(tensor, 2))].map((size) => {
    const [known] = protoFields(size.content);
    if (known === undefined) return '?';
    return known.field === 1 ? Number(known.value) : textOf(known);
  });
  return { isFloat: elementType === 1n, shape };
}
