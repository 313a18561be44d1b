import { AlaasError, defineLearner, type Head, type Matrix, type TrainingSet } from '@alaas/core';
import { z } from 'zod';
import { likeliestTemperature } from '../maths/prototype-temperature.ts';
import { prototypesOf, squaredDistances } from '../maths/prototypes.ts';

/**
 * One mean per class; an item is likely of a class whose mean is near. Learns from one label per class, in one pass,
 * and takes new classes at any time. Every labelled row counts alike, every class too, however few rows it has.
 *
 * p_c = softmax_c(-|h - m_c|^2 / temperature), h scaled to unit length, m_c the mean of class c. Snell et al. 2017.
 * O((L + n) K D).
 */
export default defineLearner({
  id: 'nearest-prototype',
  title: 'Nearest prototype',
  summary: 'One mean per class; the nearer an item is to it, the likelier the class. Good from the first label on.',
  reference: 'Snell, Swersky & Zemel 2017',
  options: z.object({
    temperature: z
      .union([z.literal('auto'), z.number().positive()])
      .default('auto')
      .describe('Divides squared distances, which lie in 0..4; lower = surer. auto: likeliest by leave-one-out.'),
  }),
  fit(training, { temperature }) {
    checkTraining(training);
    const { embeddings, labels, classes } = training;
    const prototypes = prototypesOf(embeddings, labels, classes.length);
    const chosen = temperature === 'auto' ? likeliestTemperature(embeddings, labels, prototypes) : temperature;
    return head(classes, prototypes.means, chosen);
  },
});

function head(classes: readonly string[], prototypes: Matrix, temperature: number): Head {
  return {
    classes,
    predict(embeddings) {
      if (embeddings.columns !== prototypes.columns && embeddings.rows > 0) {
        throw new AlaasError(
          'INVALID_EMBEDDINGS',
          `The head was trained on embeddings of width ${prototypes.columns}, and these have ${embeddings.columns}; ` +
            'train it again with this model.',
        );
      }
      const distances = squaredDistances(embeddings, prototypes);
      return { ...distances, data: softmaxRows(distances, temperature) };
    },
  };
}

/** The nearest prototype's exponent is 0, so nothing overflows, and every row has something to divide by. */
function softmaxRows({ data, rows, columns }: Matrix, temperature: number): Float32Array {
  const probabilities = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = start; i < start + columns; i++) nearest = Math.min(nearest, data[i] as number);
    let sum = 0;
    for (let i = start; i < start + columns; i++) sum += Math.exp((nearest - (data[i] as number)) / temperature);
    for (let i = start; i < start + columns; i++) {
      probabilities[i] = Math.exp((nearest - (data[i] as number)) / temperature) / sum;
    }
  }
  return probabilities;
}

function checkTraining({ embeddings, labels, classes }: TrainingSet): void {
  if (labels.length !== embeddings.rows) {
    throw new AlaasError(
      'INVALID_LABELS',
      `${embeddings.rows} embeddings have ${labels.length} labels; give one each.`,
    );
  }
  const stray = labels.findIndex((label) => label < 0 || label >= classes.length);
  if (stray >= 0) {
    throw new AlaasError(
      'INVALID_LABELS',
      `Row ${stray} has class number ${labels[stray]}, and there are ${classes.length} classes, counted from 0.`,
    );
  }
  const seen = new Set(labels);
  const missing = classes.filter((_, number) => !seen.has(number));
  if (missing.length === 0 && classes.length > 0) return;
  throw new AlaasError(
    'INVALID_LABELS',
    missing.length === 0
      ? 'There are no classes to learn; label at least one item.'
      : `No labelled item of ${missing
          .slice(0, 5)
          .map((name) => `"${name}"`)
          .join(', ')}; label one of each class, or leave the class out.`,
  );
}
