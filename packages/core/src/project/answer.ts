import { AlaasError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type AnswerValue, type Box, type Boxes, pairwiseAnswers, type Span, type Task } from './task.ts';

/** Corners may lie outside an image by this much, since tools round percentages. */
const PIXEL_SLACK = 0.5;

/**
 * The one form of an answer: labels in the project's order, spans and boxes from first to last. Two people who mean the same
 * give equal values.
 *
 * @throws AlaasError `INVALID_ANSWER` naming what does not fit the task
 */
export function checkAnswer(task: Task, value: unknown): AnswerValue {
  switch (task.type) {
    case 'single-label':
    case 'pairwise':
      return checkLabel(task, value);
    case 'multi-label':
      return checkLabels(task, value);
    case 'spans':
      return checkSpans(task, value);
    case 'boxes':
      return checkBoxes(task, value);
  }
}

/** Whether two answers in the one form of {@link checkAnswer} say the same. */
export function isSameAnswer(a: AnswerValue, b: AnswerValue): boolean {
  return answerKey(a) === answerKey(b);
}

/** A text that is equal for equal answers, so that they can be counted. */
export function answerKey(value: AnswerValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The labels that a project's answers may hold. */
export function labelsOf(type: Task['type'], labels: readonly { readonly name: string }[]): readonly string[] {
  return type === 'pairwise' ? pairwiseAnswers : labels.map(({ name }) => name);
}

function checkLabel(task: Task, value: unknown): string {
  if (typeof value !== 'string') throw invalid(`${show(value)} is no label; give one of ${list(task)}`);
  if (!task.labels.includes(value)) throw unknown(task, value);
  return value;
}

function checkLabels(task: Task, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw invalid(`${show(value)} is no list of labels; give a list, empty for none`);
  const given = new Set(value.map((label) => checkLabel(task, label)));
  return task.labels.filter((label) => given.has(label));
}

function checkSpans(task: Task, value: unknown): readonly Span[] {
  if (!Array.isArray(value)) throw invalid(`${show(value)} is no list of spans; give a list, empty for none`);
  const spans = value.map((given: Partial<Span>) => {
    const { label, start, end } = given ?? {};
    if (typeof start !== 'number' || typeof end !== 'number' || !(end > start)) {
      throw invalid(`${show(given)} is no span; give { label, start, end } with end behind start`);
    }
    return { label: checkLabel(task, label), start, end };
  });
  return distinct(spans).sort((a, b) => a.start - b.start || a.end - b.end || compare(a.label, b.label));
}

function checkBoxes(task: Task, value: unknown): Boxes {
  const { width, height, boxes } = (value ?? {}) as Partial<Boxes>;
  if (typeof width !== 'number' || typeof height !== 'number' || !Array.isArray(boxes)) {
    throw invalid(`${show(value)} is no set of boxes; give { width, height, boxes } in pixels of the image`);
  }
  const checked = boxes.map((given: Partial<Box>) => {
    const { label, ...box } = given ?? {};
    const { x, y, width: w, height: h } = box;
    const isBox = [x, y, w, h].every((part) => typeof part === 'number' && Number.isFinite(part));
    if (!isBox) throw invalid(`${show(given)} is no box; give { label, x, y, width, height } in pixels`);
    const placed = { x: x as number, y: y as number, width: w as number, height: h as number };
    const isInside = placed.x + placed.width <= width + PIXEL_SLACK && placed.y + placed.height <= height + PIXEL_SLACK;
    if (!isInside) throw invalid(`${show(given)} reaches out of the image of ${width} x ${height} pixels`);
    return { label: checkLabel(task, label), ...placed };
  });
  const sorted = distinct(checked).sort(
    (a, b) => a.y - b.y || a.x - b.x || a.height - b.height || a.width - b.width || compare(a.label, b.label),
  );
  return { width, height, boxes: sorted };
}

function distinct<T>(values: readonly T[]): T[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText.values()];
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function unknown(task: Task, value: string): AlaasError {
  const meant = nearest(value, task.labels);
  return invalid(
    `There is no label "${value}"; ${meant === undefined ? `the project has ${list(task)}` : `did you mean "${meant}"?`}`,
  );
}

function list({ labels }: Task): string {
  const shown = labels.slice(0, 20).map((label) => `"${label}"`);
  return `${shown.join(', ')}${labels.length > shown.length ? ` and ${labels.length - shown.length} more` : ''}`;
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 100) ?? String(value);
}

function invalid(message: string): AlaasError {
  return new AlaasError('INVALID_ANSWER', `${message.replace(/\.$/, '')}${message.endsWith('?') ? '' : '.'}`);
}
