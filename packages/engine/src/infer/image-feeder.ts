import { AlaasError, type Batch, type ImageInput, imageInputSchema, type ModelEntry } from '@alaas/core';
import { type Feed, type Feeder, type MakeTensor, runs } from './feeder.ts';
import { type GraphValue, showValue } from './graph-value.ts';
import type { SizedImageInput } from './model-backend.ts';

/**
 * Feeds images, as float32 tensors, or as bytes where the graph takes uint8.
 *
 * @throws AlaasError `MODEL_SHAPE` saying what the graph takes and what the entry declares
 */
export function imageFeeder<Tensor>(
  entry: ModelEntry,
  inputs: readonly GraphValue[],
  makeTensor: MakeTensor<Tensor>,
): Feeder<Tensor> {
  const declared = entry.input ?? imageInputSchema.parse({});
  const graphInput = pickInput(entry, declared, inputs);
  const image = fit(entry, declared, graphInput);
  const shape = tensorShape(image);
  const length = shape.reduce((product, axis) => product * axis, 1);
  const fixedBatch = typeof graphInput.shape[0] === 'number' ? graphInput.shape[0] : undefined;
  // two rows show a graph that gives one row whatever it is fed
  const probeSize = fixedBatch ?? 2;
  return {
    modality: 'image',
    image,
    ...(fixedBatch === undefined ? {} : { fixedBatch }),
    probe: { kind: 'tensor', data: new Float32Array(probeSize * length), shape, size: probeSize },
    *feeds(batch: Batch): Iterable<Feed<Tensor>> {
      const data = imageData(entry, batch, shape);
      for (const positions of runs(data.length / length, fixedBatch ?? Number.POSITIVE_INFINITY)) {
        const fed = fixedBatch ?? positions.length;
        const values = padded(data, (positions[0] as number) * length, positions.length * length, fed * length);
        const dims = [fed, ...shape];
        const tensor =
          graphInput.type === 'uint8'
            ? makeTensor('uint8', toBytes(values), dims)
            : makeTensor('float32', values, dims);
        yield { tensors: { [graphInput.name]: tensor }, rows: { fed, kept: positions.length }, positions };
      }
    },
  };
}

/** Shape of one image without the batch axis. */
function tensorShape({ size, layout, channels }: SizedImageInput): number[] {
  const depth = channels === 'GRAY' ? 1 : 3;
  return layout === 'NCHW' ? [depth, ...size] : [...size, depth];
}

function pickInput(entry: ModelEntry, declared: ImageInput, inputs: readonly GraphValue[]): GraphValue {
  const listed = inputs.map(showValue).join('; ');
  const [first] = inputs;
  if (declared.name !== undefined && !inputs.some(({ name }) => name === declared.name)) {
    throw shapeError(entry, `it has no input "${declared.name}", which input.name names. Its inputs: ${listed}.`);
  }
  if (first === undefined || inputs.length > 1) {
    throw shapeError(
      entry,
      `an image model has one input, this one has ${inputs.length}: ${listed}. Export it with one.`,
    );
  }
  return first;
}

function fit(entry: ModelEntry, declared: ImageInput, input: GraphValue): SizedImageInput {
  const wants = `its input is ${showValue(input)}`;
  if (input.shape.length !== 4) {
    throw shapeError(entry, `${wants}, and images are [N, C, H, W] or [N, H, W, C]. This is not an image model.`);
  }
  if (input.type !== 'float32' && input.type !== 'uint8') {
    throw shapeError(entry, `${wants}; only float32 and uint8 can be fed. Export it with a float32 input.`);
  }
  const isRaw = [declared.mean].flat().every((mean) => mean === 0) && [declared.std].flat().every((std) => std === 1);
  if (input.type === 'uint8' && !isRaw) {
    throw shapeError(entry, `${wants}, which takes the pixels as they are. Write mean: 0 and std: 1.`);
  }
  checkChannels(entry, declared, input);
  return { ...declared, size: sizeOf(entry, declared, input) };
}

function checkChannels(entry: ModelEntry, declared: ImageInput, input: GraphValue): void {
  const [first, last] = [input.shape[1], input.shape[3]];
  const depth = declared.channels === 'GRAY' ? 1 : 3;
  const [here, there] = declared.layout === 'NCHW' ? [first, last] : [last, first];
  if (typeof here !== 'number' || here === depth) return;
  const other = declared.layout === 'NCHW' ? 'NHWC' : 'NCHW';
  const advice =
    there === depth
      ? `Write layout: ${other}.`
      : here === 1
        ? 'Write channels: GRAY.'
        : here === 3
          ? 'Write channels: RGB (or BGR).'
          : 'Images have 1 or 3 channels: this is not an image model that can be fed.';
  throw shapeError(
    entry,
    `its input is ${showValue(input)}, and the entry declares ${declared.layout} with ${depth} channel${depth === 1 ? '' : 's'} (${declared.channels}). ${advice}`,
  );
}

function sizeOf(entry: ModelEntry, declared: ImageInput, input: GraphValue): [number, number] {
  const axes = declared.layout === 'NCHW' ? [input.shape[2], input.shape[3]] : [input.shape[1], input.shape[2]];
  const given = declared.size;
  const size = axes.map((axis, i) => (typeof axis === 'number' ? axis : given?.[i]));
  const [height, width] = size;
  if (height === undefined || width === undefined) {
    throw shapeError(
      entry,
      `its input is ${showValue(input)}, which leaves the size open. Write input: { size: [HEIGHT, WIDTH] }.`,
    );
  }
  if (given !== undefined && (given[0] !== height || given[1] !== width)) {
    throw shapeError(
      entry,
      `its input is ${showValue(input)}, and the entry declares size: [${given.join(', ')}]. Write size: [${height}, ${width}].`,
    );
  }
  return [height, width];
}

function imageData(entry: ModelEntry, batch: Batch, shape: readonly number[]): Float32Array {
  if (batch.kind !== 'tensor' || batch.shape.join() !== shape.join()) {
    const got = batch.kind === 'tensor' ? `[${batch.shape.join(', ')}]` : batch.kind;
    throw shapeError(entry, `it takes images as tensors [${shape.join(', ')}] and was given ${got}.`);
  }
  return batch.data.subarray(0, batch.size * shape.reduce((product, axis) => product * axis, 1));
}

/** `count` numbers from `start`, followed by zeros up to `total`; a view where nothing has to be added. */
function padded(data: Float32Array, start: number, count: number, total: number): Float32Array {
  const part = data.subarray(start, start + count);
  if (count === total) return part;
  const out = new Float32Array(total);
  out.set(part);
  return out;
}

/** Rounded and held to 0..255. */
function toBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(new Uint8ClampedArray(values).buffer);
}

function shapeError(entry: ModelEntry, text: string): AlaasError {
  return new AlaasError('MODEL_SHAPE', `Model "${entry.name}" cannot be fed: ${text}`);
}
