import { AlaasError, type AnswerValue, type Boxes, checkAnswer, type Span } from '@alaas/core';
import { offsetsOf } from './code-points.ts';
import type { ExchangeContext, ExchangeRecord } from './record.ts';

/**
 * An answer of a file in the one form of answers.
 *
 * @param text of the item, where the row has it
 * @throws AlaasError `INVALID_ANSWER`
 */
export function readAnswer(context: ExchangeContext, value: unknown, text: string | undefined): AnswerValue {
  const answer = checkAnswer(context.task, value);
  if (context.task.type === 'spans') checkSpans(answer as readonly Span[], text);
  if (context.task.type === 'boxes') checkBoxes(answer as Boxes);
  return answer;
}

/** The spans of a record's answer, for formats that know the task already. */
export function spansOf(value: AnswerValue): readonly Span[] {
  return value as readonly Span[];
}

/** The labels of a single-label, pairwise or multi-label answer, in the project's order. */
export function labelsIn(value: AnswerValue): readonly string[] {
  return typeof value === 'string' ? [value] : (value as readonly string[]);
}

/** The value that some labels stand for. @throws AlaasError `INVALID_ANSWER` for another number than one of a single label */
export function valueOfLabels({ task }: ExchangeContext, labels: readonly unknown[]): unknown {
  if (task.type === 'multi-label') return labels;
  if (labels.length === 1) return labels[0];
  throw invalidAnswer(`${labels.length} labels where the project takes one`);
}

/** The answer that a format with one answer an item writes: the true one of a gold item, else the agreed one. */
export function oneAnswer({ gold, answer }: ExchangeRecord): AnswerValue | undefined {
  return gold ?? answer;
}

export function invalidAnswer(message: string): AlaasError {
  return new AlaasError('INVALID_ANSWER', `${message}.`);
}

function checkSpans(spans: readonly Span[], text: string | undefined): void {
  const isPlace = (offset: number) => Number.isInteger(offset) && offset >= 0;
  const broken = spans.find(({ start, end }) => !(isPlace(start) && isPlace(end)));
  if (broken !== undefined)
    throw invalidAnswer(`The span from ${broken.start} to ${broken.end} is none; count characters from 0`);
  if (text === undefined || spans.length === 0) return;
  const { length } = offsetsOf(text);
  const beyond = spans.find(({ end }) => end > length);
  if (beyond === undefined) return;
  throw invalidAnswer(
    `The span from ${beyond.start} to ${beyond.end} reaches behind the text of ${length} characters; count Unicode code points`,
  );
}

function checkBoxes({ width, height, boxes }: Boxes): void {
  const isSize = (size: number) => size > 0 && Number.isFinite(size);
  if (!isSize(width) || !isSize(height)) throw invalidAnswer(`${width} x ${height} pixels is no size of an image`);
  const broken = boxes.find((box) => !(isSize(box.width) && isSize(box.height) && box.x >= 0 && box.y >= 0));
  if (broken === undefined) return;
  throw invalidAnswer(`${JSON.stringify(broken)} is no box inside of the image of ${width} x ${height} pixels`);
}
