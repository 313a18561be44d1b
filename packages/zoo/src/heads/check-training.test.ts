import { expect, test } from 'vitest';
import { toTraining } from '../testing/heads.ts';
import { checkTraining } from './check-training.ts';

const rows = [
  [1, 2],
  [3, 4],
];

test('rows with a class each are fine, also when a class has none', () => {
  expect(() => checkTraining(toTraining(rows, [0, 2], { classes: 5, weights: [0, 3] }))).not.toThrow();
});

test('what is wrong is named', () => {
  const refused = [
    [toTraining(rows, [0]), /2 embeddings have 1 labels/],
    [toTraining([], [], { classes: 2 }), /no labelled item/],
    [toTraining(rows, [0, 3], { classes: 2 }), /Row 1 has class number 3/],
    [toTraining(rows, [-1, 0]), /Row 0 has class number -1/],
    [toTraining(rows, [0, 1], { weights: [1] }), /2 labels have 1 weights/],
    [toTraining(rows, [0, 1], { weights: [1, -1] }), /Row 1 has the weight -1/],
    [toTraining(rows, [0, 1], { weights: [Number.NaN, 1] }), /Row 0 has the weight NaN/],
    [toTraining(rows, [0, 1], { weights: [0, 0] }), /Every row has the weight 0/],
    [
      toTraining(
        [
          [1, 2],
          [Number.POSITIVE_INFINITY, 0],
        ],
        [0, 1],
      ),
      /Row 1 of the embeddings holds Infinity in column 0/,
    ],
  ] as const;
  for (const [set, message] of refused) expect(() => checkTraining(set)).toThrow(message);
});
