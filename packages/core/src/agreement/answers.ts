import { AlaasError } from '../errors.ts';

/**
 * Who answered what, sparse: answer `i` is what annotator `annotators[i]` said about item `items[i]`. An annotator answers
 * an item at most once, and an answer that is missing is simply not there.
 */
export interface Answers<Value = number> {
  /** [A] item numbers from 0; where probabilities come along, their rows. */
  readonly items: Int32Array;
  /** [A] annotator numbers from 0. */
  readonly annotators: Int32Array;
  /** [A] class numbers from 0, values on a scale, or sets of class numbers. */
  readonly values: ArrayLike<Value>;
}

/** Where the answers to one item stand. */
export interface ItemAnswers {
  readonly item: number;
  /** Places in {@link Answers}, ascending by annotator. */
  readonly places: Int32Array;
}

/**
 * The answers of each item that has some, ascending by item.
 *
 * @param least items with fewer answers are left out
 * @throws AlaasError `INVALID_LABELS` naming the first answer with a number below 0, or that repeats another
 * @throws RangeError when the lists differ in length: a bug of the caller
 */
export function answersByItem(answers: Answers<unknown>, least = 1): ItemAnswers[] {
  checkNumbers(answers);
  const { items, annotators } = answers;
  const itemAt = (place: number): number => items[place] as number;
  const annotatorAt = (place: number): number => annotators[place] as number;
  const order = Int32Array.from(items.keys()).sort(
    (a, b) => itemAt(a) - itemAt(b) || annotatorAt(a) - annotatorAt(b) || a - b,
  );
  const groups: ItemAnswers[] = [];
  let start = 0;
  for (let end = 1; end <= order.length; end++) {
    const [previous, next] = [order[end - 1] as number, order[end]];
    if (next !== undefined && itemAt(next) === itemAt(previous)) {
      if (annotatorAt(next) === annotatorAt(previous)) refuseRepeated(answers, previous, next);
      continue;
    }
    if (end - start >= least) groups.push({ item: itemAt(previous), places: order.slice(start, end) });
    start = end;
  }
  return groups;
}

/**
 * Refuses values that are no class number, or sets that hold something else.
 *
 * @throws AlaasError `INVALID_LABELS` naming the first such answer
 */
export function checkClassAnswers({ values }: Answers<number | ReadonlySet<number>>): void {
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as number | ReadonlySet<number>;
    for (const number of typeof value === 'number' ? [value] : value) {
      if (Number.isInteger(number) && number >= 0) continue;
      throw new AlaasError('INVALID_LABELS', `Answer ${place} has class number ${number}, and classes count from 0.`);
    }
  }
}

function checkNumbers({ items, annotators, values }: Answers<unknown>): void {
  if (items.length !== annotators.length || items.length !== values.length) {
    throw new RangeError(
      `${items.length} items, ${annotators.length} annotators and ${values.length} values are no list of answers; give equally many.`,
    );
  }
  const names: readonly [string, Int32Array][] = [
    ['item', items],
    ['annotator', annotators],
  ];
  for (const [name, numbers] of names) {
    const place = numbers.findIndex((number) => number < 0);
    if (place < 0) continue;
    throw new AlaasError('INVALID_LABELS', `Answer ${place} has ${name} number ${numbers[place]}; count from 0.`);
  }
}

function refuseRepeated({ items, annotators }: Answers<unknown>, first: number, second: number): never {
  throw new AlaasError(
    'INVALID_LABELS',
    `Answers ${first} and ${second} are both of annotator ${annotators[first]} about item ${items[first]}; give the last one only.`,
  );
}
