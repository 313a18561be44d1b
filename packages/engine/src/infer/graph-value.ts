import type { InferenceSession } from 'onnxruntime-node';

/** An input or output as the graph states it; a free axis is a name, which may be empty. */
export interface GraphValue {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** What a session says about its inputs or outputs. */
export function graphValues(values: readonly InferenceSession.ValueMetadata[]): GraphValue[] {
  return values.map((value) =>
    value.isTensor
      ? { name: value.name, type: value.type, shape: value.shape }
      : { name: value.name, type: 'not a tensor', shape: [] },
  );
}

/** "input float32 [N, 3, 224, 224]": how messages show a graph's value. */
export function showValue(value: GraphValue): string {
  return `${value.name} ${value.type} [${value.shape.map((axis) => (axis === '' ? '?' : axis)).join(', ')}]`;
}
