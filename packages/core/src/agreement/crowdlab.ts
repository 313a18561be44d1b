import type { Matrix } from '../matrix.ts';
import { type Answers, answersByItem, type ItemAnswers } from './answers.ts';
import { classCounts } from './class-counts.ts';
import { votesOf } from './majority.ts';
import { refuseProbabilities } from './refuse-probabilities.ts';
import { type Trust, trustFrom } from './trust.ts';

/** The class annotators and model together stand for. */
export interface ConsensusLabel {
  readonly item: number;
  /** Class number. */
  readonly value: number;
  /** Chance that it is right, in [0, 1]; 1 = sure. */
  readonly quality: number;
  /** Summed weight of the annotators who answered, > 0. */
  readonly weight: number;
  /** Answers to the item, at least 1. */
  readonly answers: number;
}

/** How far an annotator's answers can be relied on. */
export interface AnnotatorQuality {
  readonly annotator: number;
  /** Items answered, at least 1. */
  readonly items: number;
  /** Share of the consensus among the answers to items that others have answered too, in [0, 1]; undefined without any. */
  readonly agreement: number | undefined;
  /** In [0, 1]; 1 = every answer is sure to be right. */
  readonly quality: number;
  /** What an answer of theirs counts, in (0, 1]. */
  readonly weight: number;
}

/** What CROWDLAB makes of answers and probabilities. */
export interface Consensus {
  /** One per answered item, ascending. */
  readonly labels: readonly ConsensusLabel[];
  /** [A] chance that each answer is right, in [0, 1]. */
  readonly answerQualities: Float64Array;
  /** One per annotator with an answer, ascending. */
  readonly annotators: readonly AnnotatorQuality[];
  /** What the model's probabilities count, > 0. */
  readonly modelWeight: number;
  /** Mean of the annotators' weights; 1 when there is none. */
  readonly meanWeight: number;
}

/** How {@link crowdlab} weighs. */
export interface CrowdlabOptions {
  /**
   * 1: against the majority vote. 2: once more against the consensus, as the authors' library cleanlab does; the model has
   * had a say in that one, and gains weight by it. The consensus is that of the first pass. Default 1.
   */
  readonly passes?: 1 | 2;
}

/**
 * The consensus of annotators and a model, and how far each can be relied on: CROWDLAB (Goh, Tkachenko & Mueller 2022).
 *
 * The chance of class k is the mean of the model's probability and of each answer's, by the weights of {@link Trust}: an
 * answer gives its class the chance P that answers agree with the majority, and the others (1 - P) / (K - 1) each.
 * The class of highest chance is the consensus; of several, the majority's.
 *
 * As long as no item has two answers P is not known: the consensus is the answer, and its chance the model's probability.
 *
 * The probabilities should be out-of-sample, and fitted by `fitTemperature` first if the model may be too sure of itself.
 *
 * @param probabilities [N x K] one row per item number
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer, `INVALID_PROBABILITIES` the first bad row
 */
export function crowdlab(answers: Answers, probabilities: Matrix, { passes = 1 }: CrowdlabOptions = {}): Consensus {
  const counts = classCounts(answers);
  refuseProbabilities(counts, probabilities);
  const items = answersByItem(answers);
  const majority = Int32Array.from(votesOf(counts, probabilities), ({ value }) => value);
  const first = trustFrom({ answers, items, classes: majority, probabilities });
  const chancesBy = (trust: Trust): Float64Array[] =>
    items.map(({ item, places }) => chancesOf(answers, places, { trust, row: rowAt(probabilities, item) }));
  const firstChances = chancesBy(first);
  const classes =
    first.likelihood === undefined
      ? majority
      : majority.map((value, i) => highest(firstChances[i] as Float64Array, value));
  const trust = passes === 1 ? first : trustFrom({ answers, items, classes, probabilities });
  const chances = passes === 1 ? firstChances : chancesBy(trust);

  const answerQualities = new Float64Array(answers.values.length);
  const labels = items.map(({ item, places }, i) => {
    const ofItem = chances[i] as Float64Array;
    for (const place of places) answerQualities[place] = ofItem[answers.values[place] as number] as number;
    const value = classes[i] as number;
    const weight = summedWeight(answers, places, trust);
    return { item, value, quality: ofItem[value] as number, weight, answers: places.length };
  });
  return {
    labels,
    answerQualities,
    annotators: annotatorQualities({ answers, items, labels, answerQualities, trust }),
    modelWeight: trust.model,
    meanWeight: trust.meanAnnotator,
  };
}

interface Chances {
  readonly trust: Trust;
  /** [K] the model's */
  readonly row: Float32Array;
}

function chancesOf(answers: Answers, places: Int32Array, { trust, row }: Chances): Float64Array {
  const { likelihood } = trust;
  if (likelihood === undefined) return Float64Array.from(row);
  const total = trust.model + summedWeight(answers, places, trust);
  const others = row.length === 1 ? 0 : (1 - likelihood) / (row.length - 1);
  return Float64Array.from(row, (probability, k) => {
    let sum = trust.model * probability;
    for (const place of places) {
      sum += weightOf(answers, place, trust) * (answers.values[place] === k ? likelihood : others);
    }
    return sum / total;
  });
}

interface Judged {
  readonly answers: Answers;
  readonly items: readonly ItemAnswers[];
  readonly labels: readonly ConsensusLabel[];
  readonly answerQualities: Float64Array;
  readonly trust: Trust;
}

/** The mean chance of an annotator's answers, and their agreement with the consensus, the first by the model's share of all weight. */
function annotatorQualities({ answers, items, labels, answerQualities, trust }: Judged): AnnotatorQuality[] {
  const sums = new Map<number, { items: number; quality: number; shared: number; equal: number }>();
  for (const [i, { places }] of items.entries()) {
    for (const place of places) {
      const name = answers.annotators[place] as number;
      const sum = sums.get(name) ?? { items: 0, quality: 0, shared: 0, equal: 0 };
      sums.set(name, sum);
      sum.items++;
      sum.quality += answerQualities[place] as number;
      if (places.length < 2) continue;
      sum.shared++;
      if (answers.values[place] === labels[i]?.value) sum.equal++;
    }
  }
  const perItem = trust.meanAnnotator * (answers.values.length / items.length);
  const modelShare = trust.model / (trust.model + perItem);
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([annotator, sum]) => {
      const agreement = sum.shared === 0 ? undefined : sum.equal / sum.shared;
      const chance = sum.quality / sum.items;
      const quality = agreement === undefined ? chance : modelShare * chance + (1 - modelShare) * agreement;
      return { annotator, items: sum.items, agreement, quality, weight: trust.annotators.get(annotator) ?? 1 };
    });
}

function highest(chances: Float64Array, majority: number): number {
  return chances.reduce((best, chance, k) => (chance > (chances[best] as number) ? k : best), majority);
}

function summedWeight(answers: Answers, places: Int32Array, trust: Trust): number {
  return places.reduce((sum, place) => sum + weightOf(answers, place, trust), 0);
}

function weightOf({ annotators }: Answers, place: number, trust: Trust): number {
  return trust.annotators.get(annotators[place] as number) ?? 1;
}

function rowAt({ data, columns }: Matrix, row: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}
