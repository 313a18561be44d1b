import type { AnswerValue, Boxes, Span } from '@alaas/core';
import { z } from 'zod';
import { invalidAnswer, labelsIn, readAnswer, valueOfLabels } from './answers.ts';
import { type Offsets, offsetsOf } from './code-points.ts';
import type { ExchangeContext } from './record.ts';

/** One entry of an annotation's `result`, as far as it is read. */
export const resultSchema = z.object({
  type: z.string().nullish(),
  from_name: z.string().nullish(),
  origin: z.string().nullish(),
  original_width: z.number().nullish(),
  original_height: z.number().nullish(),
  image_rotation: z.number().nullish(),
  value: z.record(z.string(), z.unknown()).nullish(),
});

type Result = z.output<typeof resultSchema>;

interface WrittenResult {
  /** Unique in a task, predictions and annotations together. */
  readonly id: string;
  readonly from_name: string;
  readonly to_name: string;
  readonly type: string;
  readonly origin: string;
  readonly value: object;
}

interface Target {
  /** Name of the object tag. */
  readonly object: string;
  readonly text: string | undefined;
  /** Of the ids. */
  readonly prefix: string;
  readonly origin: string;
}

/** What Label Studio keeps of an answer. Spans of a text that is not at hand are left out: their offsets would be guessed. */
export function writeResults(context: ExchangeContext, value: AnswerValue, target: Target): WrittenResult[] {
  const { object, text, prefix, origin } = target;
  const regions = regionsOf(context, value, text);
  const to = context.task.type === 'pairwise' ? 'left,right' : object;
  return regions.map((region, i) => ({ id: `${prefix}r${i}`, from_name: 'label', to_name: to, origin, ...region }));
}

type Region = Pick<WrittenResult, 'type' | 'value'> & { original_width?: number; original_height?: number };

function regionsOf({ task }: ExchangeContext, value: AnswerValue, text: string | undefined): Region[] {
  switch (task.type) {
    case 'single-label':
    case 'multi-label':
      // in the order of the labels: Label Studio's exact match compares lists in order
      return [{ type: 'choices', value: { choices: labelsIn(value) } }];
    case 'pairwise':
      return [{ type: 'pairwise', value: { selected: value === 'tie' ? 'none' : value } }];
    case 'spans':
      return text === undefined ? [] : spanRegions(value as readonly Span[], text);
    case 'boxes':
      return boxRegions(value as Boxes);
  }
}

function spanRegions(spans: readonly Span[], text: string): Region[] {
  const offsets = offsetsOf(text);
  return spans.flatMap(({ label, start: first, end: last }): Region[] => {
    const [start, end] = [offsets.toUnits(first), offsets.toUnits(last)];
    if (start === undefined || end === undefined) return [];
    return [{ type: 'labels', value: { start, end, text: text.slice(start, end), labels: [label] } }];
  });
}

function boxRegions({ width, height, boxes }: Boxes): Region[] {
  return boxes.map(({ label, ...box }) => ({
    type: 'rectanglelabels',
    original_width: width,
    original_height: height,
    image_rotation: 0,
    value: {
      x: (box.x / width) * 100,
      y: (box.y / height) * 100,
      width: (box.width / width) * 100,
      height: (box.height / height) * 100,
      rotation: 0,
      rectanglelabels: [label],
    },
  }));
}

/** What a task says beside its annotations. */
interface Known {
  readonly text: string | undefined;
  readonly width: unknown;
  readonly height: unknown;
}

/**
 * The answer that an annotation holds; undefined: it says nothing on the project's task.
 *
 * @throws AlaasError `INVALID_ANSWER`
 */
export function readResults(
  context: ExchangeContext,
  results: readonly Result[],
  known: Known,
): AnswerValue | undefined {
  const value = valueOfResults(context, results, known);
  return value === undefined ? undefined : readAnswer(context, value, known.text);
}

function valueOfResults(context: ExchangeContext, results: readonly Result[], known: Known): unknown {
  switch (context.task.type) {
    case 'single-label':
    case 'multi-label': {
      const choices = results.filter(({ type }) => type === 'choices');
      const [first] = choices;
      if (first === undefined) return context.task.type === 'multi-label' && results.length === 0 ? [] : undefined;
      const sameTag = choices.filter(({ from_name }) => from_name === first.from_name);
      return valueOfLabels(
        context,
        sameTag.flatMap(({ value }) => listIn(value?.choices)),
      );
    }
    case 'pairwise': {
      const selected = results.find(({ type }) => type === 'pairwise')?.value?.selected;
      return selected === 'none' ? 'tie' : selected;
    }
    case 'spans':
      return readSpans(results, known.text);
    case 'boxes':
      return readBoxes(results, known);
  }
}

function readSpans(results: readonly Result[], text: string | undefined): unknown[] {
  const regions = results.filter(({ type }) => type === 'labels' || type === 'hypertextlabels');
  if (regions.length === 0) return [];
  if (text === undefined) throw invalidAnswer('Spans count characters of a text that the task does not have inline');
  const offsets = offsetsOf(text);
  return regions.flatMap(({ type, value }) => {
    if (type !== 'labels') throw invalidAnswer('Spans of hypertext count in HTML, not in a text; they cannot be read');
    const [start, end] = [pointOf(offsets, value?.start), pointOf(offsets, value?.end)];
    return listIn(value?.labels).map((label) => ({ label, start, end }));
  });
}

function pointOf(offsets: Offsets, unit: unknown): number {
  const point = typeof unit === 'number' ? offsets.toCodePoints(unit) : undefined;
  if (point === undefined) throw invalidAnswer(`The offset ${JSON.stringify(unit)} is no place in the text`);
  return point;
}

function readBoxes(results: readonly Result[], known: Known): unknown {
  const regions = results.filter(({ type }) => type === 'rectanglelabels');
  const width = regions[0]?.original_width ?? known.width;
  const height = regions[0]?.original_height ?? known.height;
  if (typeof width !== 'number' || typeof height !== 'number') {
    throw invalidAnswer(
      'An annotation without boxes does not say how large its image is; add meta.width and meta.height',
    );
  }
  const boxes = regions.flatMap(({ value, image_rotation: turned }) => {
    if ((turned ?? 0) !== 0 || (value?.rotation ?? 0) !== 0)
      throw invalidAnswer('A box is turned; boxes here are upright');
    const box = {
      x: pixels(value?.x, width),
      y: pixels(value?.y, height),
      width: pixels(value?.width, width),
      height: pixels(value?.height, height),
    };
    return listIn(value?.rectanglelabels).map((label) => ({ label, ...box }));
  });
  return { width, height, boxes };
}

/** Percent as pixels, without the noise that the division into percent leaves behind the sixth digit. */
function pixels(percent: unknown, size: number): number | undefined {
  return typeof percent === 'number' ? Math.round(percent * size * 1e4) / 1e6 : undefined;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
