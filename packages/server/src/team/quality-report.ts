import {
  acceptanceBias,
  atTemperature,
  type BootstrapOptions,
  type Consensus,
  createRandom,
  crowdlab,
  type Estimate,
  fitTemperature,
  fleissKappa,
  goldAccuracy,
  isSameAnswer,
  krippendorffAlpha,
  masiDistance,
  matrix,
  observedAgreement,
  pairwiseKappa,
  type Quality,
  setAlpha,
  type Task,
  wilsonInterval,
} from '@alaas/core';
import { type CodedAnswers, codeAnswers, hasLabelClasses, priorProbabilities } from './answer-codes.ts';
import type { QualityAnswer } from './quality-answer.ts';

/** What a report is made from. */
export interface QualityInput {
  readonly task: Task;
  readonly answers: readonly QualityAnswer[];
  /** What the annotators are called, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly seed: number;
}

/** A bootstrap of many answers takes fewer draws: the interval of a large sample is narrow, and its ends vary less. */
const DRAWN_ANSWERS = 20_000_000;
const MOST_DRAWS = 1000;
const FEWEST_DRAWS = 200;

/** How well annotators agree with each other, with gold items and with themselves where they saw no suggestion. */
export function qualityReport({ task, answers, names, seed }: QualityInput): Quality {
  const coded = codeAnswers(task, answers);
  const resamples = Math.floor(DRAWN_ANSWERS / Math.max(1, coded.given.length));
  const draws = (label: string): BootstrapOptions => ({
    random: createRandom(seed).fork(label),
    resamples: Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, resamples)),
  });
  const { pairs } = pairwiseKappa(coded.answers, draws('cohen'));
  return {
    records: countShared(coded),
    observedAgreement: observedAgreement(coded.answers) ?? null,
    cohenKappa: pairs.map(({ annotators: [a, b], items, kappa }) => ({
      a: coded.people[a] as string,
      b: coded.people[b] as string,
      records: items,
      kappa: kappa ?? null,
    })),
    fleissKappa: fleissKappa(coded.answers, draws('fleiss')) ?? null,
    krippendorffAlpha: alphaOf(task, coded, draws('alpha')) ?? null,
    annotators: annotatorsOf(task, coded, answers, names),
    acceptance: acceptanceOf(coded),
  };
}

function countShared({ answers, items }: CodedAnswers): number {
  const counts = new Int32Array(items.length);
  for (const item of answers.items) counts[item] = (counts[item] as number) + 1;
  return counts.filter((count) => count >= 2).length;
}

function alphaOf(task: Task, coded: CodedAnswers, options: BootstrapOptions): Estimate | undefined {
  if (task.type !== 'multi-label') return krippendorffAlpha(coded.answers, 'nominal', options);
  const numbers = new Map(task.labels.map((label, k) => [label, k]));
  const sets = coded.given.map(({ value }) => {
    const labels = value as readonly string[];
    return new Set(labels.map((label) => numbers.get(label) as number));
  });
  return setAlpha({ ...coded.answers, values: sets }, masiDistance, options);
}

function annotatorsOf(
  task: Task,
  coded: CodedAnswers,
  all: readonly QualityAnswer[],
  names: ReadonlyMap<string, string>,
): Quality['annotators'] {
  const consensus = consensusOf(task, coded);
  const gold = goldOf(coded);
  const people = new Set([...coded.people, ...all.map(({ person }) => person)]);
  return [...people].map((id) => {
    const own = all.filter(({ person }) => person === id);
    const number = coded.people.indexOf(id);
    const times = own.map(({ leadTimeMs }) => leadTimeMs).filter((time) => time !== undefined);
    const total = times.reduce((a, b) => a + b, 0);
    const mine = gold.find(({ annotator }) => annotator === number);
    const trusted = consensus?.annotators.find(({ annotator }) => annotator === number);
    return {
      id,
      name: names.get(id) ?? id,
      responses: own.filter(({ status }) => status === 'submitted').length,
      skipped: own.filter(({ status }) => status === 'skipped').length,
      leadTimeMs: median(times),
      perHour: total === 0 ? null : (times.length / total) * 3_600_000,
      goldAccuracy: mine?.accuracy ?? null,
      goldAnswers: mine?.items ?? 0,
      quality: trusted?.quality ?? null,
      agreement: consensus === undefined ? null : agreementOf(coded, consensus, number),
    };
  });
}

/** Of annotators and head together; undefined for a task whose answers a head cannot give. */
export function consensusOf(task: Task, coded: CodedAnswers): Consensus | undefined {
  if (!hasLabelClasses(task) || coded.given.length === 0) return undefined;
  const prior = matrix(priorProbabilities(coded, task), task.labels.length);
  return crowdlab(coded.answers, atTemperature(prior, fitTemperature(coded.answers, prior)));
}

function agreementOf({ answers }: CodedAnswers, { labels }: Consensus, person: number): Estimate | null {
  const shared = new Map(labels.filter(({ answers: n }) => n >= 2).map(({ item, value }) => [item, value]));
  let [right, asked] = [0, 0];
  for (let i = 0; i < answers.items.length; i++) {
    const agreed = shared.get(answers.items[i] as number);
    if (answers.annotators[i] !== person || agreed === undefined) continue;
    asked++;
    if (answers.values[i] === agreed) right++;
  }
  return asked === 0 ? null : wilsonInterval(right, asked);
}

function goldOf(coded: CodedAnswers): ReturnType<typeof goldAccuracy> {
  const truth = new Map<number, number>();
  for (const [i, { gold }] of coded.given.entries()) {
    if (gold !== undefined) truth.set(coded.answers.items[i] as number, coded.classOf(gold));
  }
  return goldAccuracy(coded.answers, truth);
}

/** First answers only: who answers second may have seen what the head made of the first. */
function acceptanceOf(coded: CodedAnswers): Quality['acceptance'] {
  const seen = new Set<string>();
  const answers = coded.given.flatMap(({ item, value, suggestion, isHidden }) => {
    if (seen.has(item) || suggestion === undefined || isHidden === undefined) return [];
    seen.add(item);
    return [{ suggestion: 1, answer: isSameAnswer(value, suggestion.value) ? 1 : 0, isShown: !isHidden }];
  });
  const { shown, hidden, bias } = acceptanceBias(answers);
  return {
    shown: shown.share ?? null,
    hidden: hidden.share ?? null,
    difference: bias ?? null,
    shownAnswers: shown.answers,
    hiddenAnswers: hidden.answers,
  };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
