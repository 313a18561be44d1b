import { AlaasError, type Backend, type Batch, type Features, freeNow, type Matrix, matrix } from '@alaas/core';
import type { Feed, Feeder } from './feeder.ts';
import type { LoadedModel } from './model-backend.ts';

/** The parts of a backend that differ between libraries. */
export interface FeedingParts<Tensor> {
  /** Of the model, for messages. */
  readonly name: string;
  readonly feeder: Feeder<Tensor>;
  /** Features of the rows that a feed keeps, which nobody else reads: they are freed once they are copied. */
  readonly run: (feed: Feed<Tensor>) => Promise<Features>;
  readonly close: () => Promise<void>;
}

/**
 * A backend that feeds a graph. One run on a blank batch finds the widths, and shows a graph that does not
 * run as declared before any item is fetched. Rows are passed on as they are, with NaN where the model gave
 * NaN, and unchecked where it gives probabilities itself: whoever knows the items tells which are unusable.
 *
 * @throws AlaasError `MODEL_SHAPE` or `MODEL_OUTPUT` when the blank batch fails
 */
export async function createFeedingBackend<Tensor>(parts: FeedingParts<Tensor>): Promise<Backend> {
  const { feeder, run, close } = parts;
  const blank = await probe(parts);
  const widths = { embedding: blank.embeddings?.columns ?? 0, probabilities: blank.probabilities?.columns ?? 0 };
  return {
    widths,
    async run(batch) {
      const size = sizeOf(batch);
      const embeddings = new Float32Array(size * widths.embedding);
      const probabilities = new Float32Array(size * widths.probabilities);
      for (const feed of feeder.feeds(batch)) {
        const features = await run(feed);
        copyRows(features.embeddings, feed.positions, embeddings, widths.embedding);
        copyRows(features.probabilities, feed.positions, probabilities, widths.probabilities);
        freeNow(features.embeddings?.data);
        freeNow(features.probabilities?.data);
      }
      return {
        ...(widths.embedding === 0 ? {} : { embeddings: matrix(embeddings, widths.embedding) }),
        ...(widths.probabilities === 0 ? {} : { probabilities: matrix(probabilities, widths.probabilities) }),
      };
    },
    close,
  };
}

/** A backend with what its feeder says about the input. */
export function loaded<Tensor>(backend: Backend, { modality, image, fixedBatch }: Feeder<Tensor>): LoadedModel {
  return {
    backend,
    modality,
    ...(image === undefined ? {} : { image }),
    ...(fixedBatch === undefined ? {} : { fixedBatch }),
  };
}

async function probe<Tensor>({ name, feeder, run }: FeedingParts<Tensor>): Promise<Features> {
  const [feed] = feeder.feeds(feeder.probe);
  if (feed === undefined) throw new AlaasError('INTERNAL', `The blank batch of model "${name}" is empty.`);
  try {
    return await run(feed);
  } catch (cause) {
    if (!(cause instanceof AlaasError) || cause.code !== 'INFER_FAILED') throw cause;
    throw new AlaasError(
      'MODEL_SHAPE',
      `Model "${name}" does not run on a blank batch of ${feed.rows.fed}. ${cause.message} Export it for this input size and any number of rows.`,
      { cause },
    );
  }
}

function copyRows(from: Matrix | undefined, positions: readonly number[], to: Float32Array, width: number): void {
  if (from === undefined) return;
  if (from.columns !== width) {
    throw new AlaasError(
      'MODEL_SHAPE',
      `The model gave rows of ${from.columns} numbers after rows of ${width}. Name an output whose width does not depend on the input.`,
    );
  }
  for (const [row, position] of positions.entries()) {
    to.set(from.data.subarray(row * width, (row + 1) * width), position * width);
  }
}

function sizeOf(batch: Batch): number {
  switch (batch.kind) {
    case 'tensor':
      return batch.size;
    case 'text':
      return batch.texts.length;
    case 'pixels':
      return batch.images.length;
    case 'audio':
      return batch.clips.length;
    case 'series':
      return batch.series.length;
    case 'table':
      return batch.rows.length;
  }
}
