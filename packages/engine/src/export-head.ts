/** Heads as ONNX files: alone, or behind the model whose embeddings they were trained on. */
import { AlaasError, type Expr, graph, type Head, ops, type Tensor } from '@alaas/core';
import { findLearner, labelProgram } from '@alaas/zoo';
import {
  type Attachment,
  attach,
  encodeModel,
  type GraphSpec,
  inputName,
  outputName,
  toOnnx,
} from './compute/index.ts';

const EMBEDDING = 'embedding';
const OPSET = 17;

/** Yes-or-no heads, one for each label. */
export interface LabelHeads {
  readonly labels: readonly string[];
  /** As many, of two classes each: no, yes. */
  readonly heads: readonly Head[];
}

/**
 * A head as an ONNX model: input `embedding` [batch x D], outputs `logits`, over the temperature, and `probabilities`, both
 * [batch x K]. Its metadata says the classes, as a JSON list under `classes`, and the `learner`. Members are left out.
 * Of heads for labels the logits are the log odds of yes, each probability stands by itself, and the metadata has `task`
 * multi-label.
 *
 * @throws AlaasError `UNKNOWN_LEARNER`
 */
export function exportHead(head: Head | LabelHeads): Uint8Array {
  return encodeModel(headGraph(head, OPSET));
}

/**
 * A model with a head behind one of its outputs, as one ONNX model: the inputs of the model, the outputs of the head as in
 * {@link exportHead}. Values of the model that are called like one of the head get another name.
 *
 * @param model ONNX, all weights in it
 * @param embedding name of the output that the head was trained on, float32 [rows x D]
 * @throws AlaasError `MODEL_INVALID` when the model cannot be read, keeps weights elsewhere or is for other operators;
 * `MODEL_OUTPUT`, `MODEL_SHAPE` when the output is not there or not what the head takes; `UNKNOWN_LEARNER`
 */
export function joinHead(head: Head | LabelHeads, model: Uint8Array, embedding: string): Uint8Array {
  const backbone = refusing(() => attach(model));
  checkOutput(widthOf(head), backbone, embedding);
  return refusing(() => backbone.join(embedding, headGraph(head, backbone.opset)));
}

/** What of a head becomes an ONNX graph. */
interface Written {
  readonly logits: Expr;
  readonly probabilities: Expr;
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly classes: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

function headGraph(head: Head | LabelHeads, opset: number): GraphSpec {
  const { logits, probabilities, parameters, classes, metadata } = 'heads' in head ? ofLabels(head) : ofClasses(head);
  const { inputs, nodes, constants = [] } = toOnnx(graph({ logits, probabilities }), opset);
  const name = renamer(inputs.map((input) => input.name));
  return {
    inputs: [{ name: EMBEDDING, type: 'float32', shape: ['batch', widthOf(head)] }],
    outputs: ['logits', 'probabilities'].map((output) => ({
      name: output,
      type: 'float32',
      shape: ['batch', classes.length],
    })),
    nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.map(name), outputs: node.outputs.map(name) })),
    constants: [
      ...constants.map((constant) => ({ ...constant, name: name(constant.name) })),
      ...Object.entries(parameters).map(([key, { data, shape }]) => ({ name: name(inputName(key)), data, shape })),
    ],
    opset,
    metadata: { classes: JSON.stringify(classes), ...metadata },
  };
}

function ofClasses(head: Head): Written {
  const program = findLearner(head.learner).program(head);
  const logits = ops.div(program.outputs.logits as Expr, ops.constant(head.temperature));
  const { parameters, classes, learner } = head;
  return { logits, probabilities: ops.softmax(logits), parameters, classes, metadata: { learner } };
}

function ofLabels({ labels, heads }: LabelHeads): Written {
  const { logits, parameters } = labelProgram(heads);
  const learner = [...new Set(heads.map((head) => head.learner))].join(' ');
  const metadata = { learner, task: 'multi-label' };
  return { logits, probabilities: ops.sigmoid(logits), parameters, classes: labels, metadata };
}

function widthOf(head: Head | LabelHeads): number {
  return 'heads' in head ? (head.heads[0]?.width ?? 0) : head.width;
}

/** Plain names for what goes in and out, `head.` before all others. */
function renamer(inputs: readonly string[]): (name: string) => string {
  const known = new Map([
    [inputName('embeddings'), EMBEDDING],
    [outputName('logits'), 'logits'],
    [outputName('probabilities'), 'probabilities'],
    ...inputs.filter((name) => name !== inputName('embeddings')).map((name) => [name, `head.${name}`] as const),
  ]);
  return (name) => (name === '' ? '' : (known.get(name) ?? `head.${name}`));
}

function checkOutput(width: number, backbone: Attachment, embedding: string): void {
  const output = backbone.output(embedding);
  if (output === undefined) {
    throw new AlaasError('MODEL_OUTPUT', `The model has no output "${embedding}" to put the head behind.`);
  }
  const { isFloat, shape } = output;
  const last = shape.at(-1);
  if (isFloat && shape.length === 2 && (typeof last === 'string' || last === width)) return;
  throw new AlaasError(
    'MODEL_SHAPE',
    `The model's output "${embedding}" is [${shape.join(' x ')}]${isFloat ? '' : ' and not float32'}; the head takes float32 rows of ${width} numbers.`,
  );
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AlaasError('MODEL_INVALID', `The model cannot be joined to a head. ${cause.message}`, { cause });
  }
}
