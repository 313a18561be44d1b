import { type Answers, type AnswerValue, answerKey, type Suggestion, type Task } from '@alaas/core';
import type { QualityAnswer } from './quality-answer.ts';

/**
 * The answers of a project as numbers. Of a task with labels to choose from, classes are the places of labels; of all others
 * (spans, boxes, sets of labels) each distinct answer is a class of its own, so that agreement means the very same answer.
 */
export interface CodedAnswers {
  readonly answers: Answers;
  /** Item and person by their numbers. */
  readonly items: readonly string[];
  readonly people: readonly string[];
  readonly classes: readonly AnswerValue[];
  readonly classOf: (value: AnswerValue) => number;
  /** [A] the answers themselves, in the order of `answers`. */
  readonly given: readonly (QualityAnswer & { readonly value: AnswerValue })[];
}

export function codeAnswers(task: Task, all: readonly QualityAnswer[]): CodedAnswers {
  const given = all.filter((answer): answer is QualityAnswer & { value: AnswerValue } => answer.value !== undefined);
  const items = numbering<string>((item) => item);
  const people = numbering<string>((person) => person);
  const classes = numbering<AnswerValue>(answerKey);
  if (hasLabelClasses(task)) for (const label of task.labels) classes.numberOf(label);
  return {
    answers: {
      items: Int32Array.from(given, ({ item }) => items.numberOf(item)),
      annotators: Int32Array.from(given, ({ person }) => people.numberOf(person)),
      values: Int32Array.from(given, ({ value }) => classes.numberOf(value)),
    },
    items: items.values,
    people: people.values,
    classes: classes.values,
    classOf: classes.numberOf,
    given,
  };
}

/** Whether an answer is one label, so that a head's probabilities are about it. */
export function hasLabelClasses({ type }: Task): boolean {
  return type === 'single-label' || type === 'pairwise';
}

/**
 * What the head said of each item before anybody had answered it, row-major [N x K]; where it said nothing, every label is
 * as likely as the other. It had not learnt from these answers.
 */
export function priorProbabilities({ given, items }: CodedAnswers, { labels }: Task): Float32Array {
  const rows = new Float32Array(items.length * labels.length).fill(1 / labels.length);
  const numbers = new Map(items.map((item, row) => [item, row]));
  const seen = new Set<string>();
  for (const { item, suggestion } of given) {
    if (seen.has(item)) continue;
    seen.add(item);
    const said = fullProbabilities(suggestion, labels);
    if (said !== undefined) rows.set(said, (numbers.get(item) as number) * labels.length);
  }
  return rows;
}

/** Labels that joined after the suggestion get what is left, which is nothing. */
function fullProbabilities(suggestion: Suggestion | undefined, labels: readonly string[]): number[] | undefined {
  if (suggestion?.probabilities === undefined) return undefined;
  const said = new Map(Object.entries(suggestion.probabilities));
  const row = labels.map((label) => said.get(label) ?? 0);
  const sum = row.reduce((a, b) => a + b, 0);
  return sum > 0 ? row.map((value) => value / sum) : undefined;
}

function numbering<T>(keyOf: (value: T) => string): { values: T[]; numberOf: (value: T) => number } {
  const values: T[] = [];
  const numbers = new Map<string, number>();
  return {
    values,
    numberOf(value) {
      const key = keyOf(value);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, values.length);
      return values.push(value) - 1;
    },
  };
}
