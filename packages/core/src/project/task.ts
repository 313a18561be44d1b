import { z } from 'zod';

/** What people are asked about a record. Audio and time series are labelled like images: single-label or multi-label. */
export const taskTypes = ['single-label', 'multi-label', 'pairwise', 'spans', 'boxes'] as const;

export type TaskType = (typeof taskTypes)[number];

/** Answers of a pairwise comparison: which of the two is better. */
export const pairwiseAnswers = ['left', 'right', 'tie'] as const;

const labelName = z.string().min(1).max(256);

/** A stretch of text. */
export interface Span {
  readonly label: string;
  /** First character, counted in Unicode code points from 0. */
  readonly start: number;
  /** Behind the last character; `end > start`. */
  readonly end: number;
}

/** A rectangle in an image, in pixels from the upper left corner. */
export interface Box {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Boxes with the size of the image they were drawn on, in pixels. */
export interface Boxes {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
}

/**
 * An answer, by task. `single-label`: the label. `multi-label`: the labels, in the order of the project; none of them is an
 * answer too. `pairwise`: `left`, `right` or `tie`. `spans` and `boxes`: what was marked.
 */
export type AnswerValue = string | readonly string[] | readonly Span[] | Boxes;

const spanSchema = z.strictObject({
  label: labelName,
  start: z.int().min(0).describe('First character, in Unicode code points from 0.'),
  end: z.int().min(1).describe('Behind the last character.'),
});

const boxSchema = z.strictObject({
  label: labelName,
  x: z.number().min(0),
  y: z.number().min(0),
  width: z.number().positive(),
  height: z.number().positive(),
});

const boxesSchema = z.strictObject({
  width: z.number().positive().describe('Of the image, in pixels.'),
  height: z.number().positive().describe('Of the image, in pixels.'),
  boxes: z.array(boxSchema).max(10_000).describe('In pixels from the upper left corner.'),
});

/** An answer as it travels; whether it fits a project's task and labels is up to {@link checkAnswer}. */
export const answerValueSchema: z.ZodType<AnswerValue, AnswerValue> = z.union([
  z.string().min(1).max(256),
  z.array(labelName).max(10_000),
  z.array(spanSchema).max(10_000),
  boxesSchema,
]);

/** The side of a project that says which answers there are. */
export interface Task {
  readonly type: TaskType;
  /** Label names, in the project's order; of a pairwise task {@link pairwiseAnswers}. */
  readonly labels: readonly string[];
}
