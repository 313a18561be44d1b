import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Matrix, matrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { activeLab } from './active-lab.ts';
import { answersOf, mixedUp, permutation, someTable, type Table, tableOf } from './answers.fixture.ts';
import { type Consensus, crowdlab } from './crowdlab.ts';

// ten items and four annotators; then the model's probabilities in 32nds, with three items that nobody has answered
const table = tableOf(
  ...['0 0 . 1', '1 . 1 .', '2 2 . 2', '. 0 1 .', '0 . . .', '1 2 2 1', '. . 2 0', '0 0 0 .', '. 1 . .', '2 . 2 1'],
);
const answered = [
  ...[
    [20, 8, 4],
    [6, 22, 4],
    [3, 5, 24],
    [12, 16, 4],
    [25, 4, 3],
  ],
  ...[
    [8, 14, 10],
    [6, 10, 16],
    [28, 2, 2],
    [9, 13, 10],
    [4, 27, 1],
  ],
];
const unanswered = [
  [16, 8, 8],
  [30, 1, 1],
  [12, 10, 10],
];
const in32nds = (rows: readonly number[][]): Matrix =>
  matrix(
    Float32Array.from(rows.flat(), (n) => n / 32),
    3,
  );
const probabilities = in32nds([...answered, ...unanswered]);

function expectNumbers(values: ArrayLike<number>, expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  for (const [i, number] of expected.entries()) expect(values[i]).toBeCloseTo(number, 8);
}

describe('crowdlab', () => {
  it('gives weights and chances worked out by hand', () => {
    const { labels, modelWeight, annotators, answerQualities } = crowdlab(answersOf(table), probabilities);
    // Eight items have two answers or more. Their majorities, ties by the model, are 0 1 2 1 1 2 0 2: three of eight are 1,
    // so that always giving it errs in 5/8. The model's choices are 0 1 2 1 1 2 0 1: it errs in 1/8. 24 answers to 10 items.
    expect(modelWeight).toBeCloseTo((1 - 1 / 8 / (5 / 8)) * Math.sqrt(2.4), 12);
    // annotator 0 agrees with others in 8 of 12 pairs, 1 in 6 of 10, 2 in 5 of 10, 3 in 3 of 10: less than by always giving 1
    expectNumbers(
      annotators.map(({ weight }) => weight),
      [8 / 12, 6 / 10, 5 / 10, 3 / 10].map((agreement) => Math.max(1e-6, 1 - (1 - agreement) / (5 / 8))),
    );
    // agreement with the majority: 2/3, 1, 1, 1/2, 1/2, 1/2, 1, 2/3
    const likelihood = (2 / 3 + 1 + 1 + 0.5 + 0.5 + 0.5 + 1 + 2 / 3) / 8;
    const [w0, w1, wM] = [1 - 1 / 3 / 0.625, 1 - 0.4 / 0.625, modelWeight];
    const quality = (wM * (20 / 32) + (w0 + w1) * likelihood + 1e-6 * ((1 - likelihood) / 2)) / (wM + w0 + w1 + 1e-6);
    expect(labels[0]).toMatchObject({ item: 0, value: 0, answers: 3 });
    expect(labels[0]?.quality).toBeCloseTo(quality, 12);
    expect(answerQualities[0]).toBeCloseTo(quality, 12);
    // the model is surer of class 1 than two annotators of class 2
    expect(labels[9]?.value).toBe(1);
  });

  it('agrees with cleanlab 2.9.0 on the chances against the majority vote', () => {
    const { answerQualities, modelWeight, annotators } = crowdlab(answersOf(table), probabilities);
    // get_label_quality_multiannotator(consensus_method='majority_vote', return_weights=True): detailed_label_quality
    expectNumbers(answerQualities, [
      ...[0.666679424, 0.666679424, 0.204152605, 0.702073697, 0.702073697, 0.741664058, 0.741664058, 0.741664058],
      ...[0.41922882, 0.452529277, 0.767003076, 0.422912649, 0.379001669, 0.379001669, 0.422912649, 0.531842699],
      ...[0.180263342, 0.808927267, 0.808927267, 0.808927267, 0.478935566, 0.275359354, 0.275359354, 0.595997218],
    ]);
    expectNumbers(
      [modelWeight, ...annotators.map(({ weight }) => weight)],
      [1.239354671, 0.466666667, 0.36, 0.2, 1e-6],
    );
  });

  it('agrees with cleanlab 2.9.0 on everything in two passes', () => {
    const { labels, annotators, modelWeight } = crowdlab(answersOf(table), probabilities, { passes: 2 });
    // get_label_quality_multiannotator(return_weights=True)
    expect(labels.map(({ value }) => value)).toEqual([0, 1, 2, 1, 0, 1, 2, 0, 1, 1]);
    expectNumbers(
      labels.map(({ quality }) => quality),
      [
        ...[0.641005965, 0.6875, 0.73399378, 0.460696298, 0.76464997],
        ...[0.450505008, 0.499999899, 0.82698134, 0.43840768, 0.722016125],
      ],
    );
    expect(modelWeight).toBeCloseTo(1.549193338, 8);
    expectNumbers(
      annotators.map(({ quality }) => quality),
      [0.646113123, 0.568867926, 0.521091961, 0.487283861],
    );
  });

  it('takes the answer and the probability of the model while no item has two answers', () => {
    const { labels, annotators, modelWeight, meanWeight } = crowdlab(
      answersOf(tableOf('0 .', '. 1', '2 .')),
      probabilities,
    );
    expect(labels.map(({ value, quality }) => [value, quality])).toEqual([
      [0, 20 / 32],
      [1, 22 / 32],
      [2, 24 / 32],
    ]);
    expect(annotators).toEqual([
      { annotator: 0, items: 2, agreement: undefined, quality: 22 / 32, weight: 1 },
      { annotator: 1, items: 1, agreement: undefined, quality: 22 / 32, weight: 1 },
    ]);
    expect([modelWeight, meanWeight]).toEqual([1, 1]);
  });

  it('gives an annotator who shares no item the mean agreement of the others', () => {
    // 0 and 1 agree on 3 of 4 items; a model that knows nothing is no better than the most frequent class
    const { annotators } = crowdlab(answersOf(tableOf('0 0 .', '0 0 .', '1 1 .', '1 0 .', '. . 1')), in32nds(answered));
    // the model breaks the tie for 1, so that two of four are 1
    expectNumbers(
      annotators.map(({ weight }) => weight),
      [0.5, 0.5, 0.5],
    );
    expect(annotators[2]?.agreement).toBeUndefined();
  });

  it('is finite when all agree on one class, there is one class, and nobody has answered', () => {
    const oneClass = matrix(Float32Array.of(1, 1), 1);
    for (const consensus of [
      crowdlab(answersOf(tableOf('0 0', '0 0')), probabilities),
      crowdlab(answersOf(tableOf('0 0', '0 .')), oneClass),
      crowdlab(answersOf([]), probabilities),
    ]) {
      expect([consensus.modelWeight, consensus.meanWeight].every((weight) => weight > 0 && weight < 10)).toBe(true);
      for (const { quality } of consensus.labels) expect(quality).toBeGreaterThan(0.6);
    }
    expect(crowdlab(answersOf(tableOf('0 0', '0 .')), oneClass).labels.map(({ quality }) => quality)).toEqual([1, 1]);
  });
});

describe('activeLab', () => {
  it('agrees with cleanlab 2.9.0, whose score is one minus the utility', () => {
    // get_active_learning_scores, its scaling of the probabilities switched off, and its two passes
    const consensus = crowdlab(answersOf(table), probabilities, { passes: 2 });
    expectNumbers(
      activeLab(consensus, probabilities).map((utility) => 1 - utility),
      [
        ...[0.622492546, 0.664074582, 0.709885056, 0.451675561, 0.736121656, 0.443454504, 0.486792228],
        ...[0.797277326, 0.430965575, 0.696307741, 0.486792305, 0.889622106, 0.371698076],
      ],
    );
  });

  it('agrees with cleanlab 2.9.0 while no item has two answers', () => {
    const single = answersOf(tableOf('0 .', '. 1', '2 .', '. 0'));
    const model = in32nds([...answered.slice(0, 4), ...unanswered]);
    expectNumbers(
      activeLab(crowdlab(single, model), model).map((utility) => 1 - utility),
      [0.527777778, 0.569444444, 0.611111111, 0.361111111, 0.416666667, 0.635416667, 0.354166667],
    );
  });

  it('asks again about an item on which answers and model differ, before a new one the model is sure of', () => {
    const utilities = activeLab(crowdlab(answersOf(table), probabilities), probabilities);
    // item 5 has two answers against two; the model is sure of item 11
    expect(utilities[5]).toBeGreaterThan(utilities[11] as number);
    // and a new item the model cannot tell comes before one on which three agree with it
    expect(utilities[12]).toBeGreaterThan(utilities[7] as number);
  });

  it('is least confidence, half as steep, before anybody has answered', () => {
    const utilities = activeLab(crowdlab(answersOf([]), probabilities), probabilities);
    for (const [row, utility] of utilities.entries()) {
      const most = Math.max(...probabilities.data.subarray(3 * row, 3 * row + 3));
      expect(utility).toBeCloseTo(1 - (most + 1 / 3) / 2, 12);
    }
  });
});

describe('consensus and utilities', () => {
  function drawn(rows: number, seed: number): Matrix {
    const random = createRandom(seed);
    const weights = Array.from({ length: rows }, () => Array.from({ length: 4 }, () => 0.05 + random.next()));
    const shares = weights.flatMap((row) => row.map((weight) => weight / row.reduce((a, b) => a + b)));
    return matrix(Float32Array.from(shares), 4);
  }

  it('are the same under other names of annotators, items and classes', () => {
    fc.assert(
      fc.property(someTable, fc.nat(1000), fc.constantFrom(1 as const, 2 as const), (some: Table, seed, passes) => {
        const model = drawn(some.length, seed);
        const names = permutation(4, seed + 9);
        const rows = permutation(some.length, seed);
        const columns = permutation(some[0]?.length ?? 0, seed + 1);
        const renamedModel = matrix(new Float32Array(model.data.length), 4);
        for (const [row, old] of rows.entries()) {
          for (const [k, name] of names.entries())
            renamedModel.data[4 * row + name] = model.data[4 * old + k] as number;
        }
        const consensus = crowdlab(answersOf(some), model, { passes });
        const renamed = crowdlab(
          mixedUp(some, seed, (value) => names[value] as number),
          renamedModel,
          { passes },
        );
        const labelOf = new Map(consensus.labels.map((label) => [label.item, label]));
        for (const { item, value, quality } of renamed.labels) {
          const label = labelOf.get(rows[item] as number);
          expect(value).toBe(names[label?.value as number]);
          expect(quality).toBeCloseTo(label?.quality as number, 9);
        }
        const qualityOf = new Map(consensus.annotators.map(({ annotator, quality }) => [annotator, quality]));
        for (const { annotator, quality } of renamed.annotators) {
          expect(quality).toBeCloseTo(qualityOf.get(columns[annotator] as number) as number, 9);
        }
        const utilities = activeLab(consensus, model);
        const renamedUtilities = activeLab(renamed, renamedModel);
        for (const [row, old] of rows.entries()) expect(renamedUtilities[row]).toBeCloseTo(utilities[old] as number, 9);
      }),
      { seed: 8, numRuns: 150 },
    );
  });

  it('stay in their ranges', () => {
    const inRange = ({ labels, answerQualities, annotators }: Consensus): boolean =>
      [
        ...labels.map(({ quality }) => quality),
        ...answerQualities,
        ...annotators.flatMap(({ quality, agreement, weight }) => [quality, agreement ?? 0, weight]),
      ].every((value) => value >= 0 && value <= 1 + 1e-6);
    fc.assert(
      fc.property(someTable, fc.nat(1000), fc.constantFrom(1 as const, 2 as const), (some, seed, passes) => {
        const model = drawn(some.length, seed);
        const consensus = crowdlab(answersOf(some), model, { passes });
        expect(inRange(consensus)).toBe(true);
        expect(activeLab(consensus, model).every((utility) => utility >= 0 && utility <= 1)).toBe(true);
      }),
      { seed: 9 },
    );
  });
});
