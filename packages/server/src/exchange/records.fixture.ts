import { type AnswerValue, checkAnswer, type Suggestion, type TaskType } from '@alaas/core';
import fc from 'fast-check';
import { contextOf } from './project.fixture.ts';
import type { ExchangeRecord, ExchangeResponse } from './record.ts';

export { taskTypes } from '@alaas/core';

/** Texts with what files stumble over: emoji, right-to-left, line ends, quotes, separators, formulas, blanks. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '😀',
        '👩‍👩‍👧',
        'שלום',
        'مرحبا',
        '\n',
        '\r\n',
        '"',
        "'",
        ',',
        ';',
        '\t',
        '=1+1',
        '\\',
        '|',
        '\u2028',
        ' ',
        '# ',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** A name that a person can have. */
const anyName = fc.constantFrom('ada', 'Özlem K.', 'a-b_c', 'lee@example.org');

interface AnyOptions {
  readonly names?: readonly string[];
  /** Of the item. */
  readonly text?: string;
}

/** An answer in the one form. */
function anyAnswer(type: TaskType, { names, text = '' }: AnyOptions = {}): fc.Arbitrary<AnswerValue> {
  const { task } = contextOf(type, names);
  const label = fc.constantFrom(...task.labels);
  const length = [...text].length;
  const given: Record<TaskType, fc.Arbitrary<unknown>> = {
    'single-label': label,
    pairwise: label,
    'multi-label': fc.subarray([...task.labels]),
    spans: fc.array(
      fc
        .tuple(label, fc.nat(Math.max(0, length - 1)), fc.integer({ min: 1, max: Math.max(1, length) }))
        .map(([name, start, size]) => ({ label: name, start, end: Math.min(length, start + size) })),
      { maxLength: length === 0 ? 0 : 4 },
    ),
    boxes: fc
      .array(
        fc.record({
          label,
          x: fc.integer({ min: 0, max: 500 }).map((x) => x / 2),
          y: fc.integer({ min: 0, max: 500 }).map((y) => y / 4),
          width: fc.integer({ min: 1, max: 100 }),
          height: fc.integer({ min: 1, max: 100 }),
        }),
        { maxLength: 3 },
      )
      .map((boxes) => ({ width: 400, height: 300, boxes })),
  };
  return given[type].map((value) => checkAnswer(task, value));
}

const anyTime = fc.integer({ min: 0, max: Date.UTC(2030, 0) }).map((ms) => new Date(ms).toISOString());

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}

/** A record with up to three responses of different people, and everything else that a record can have. */
export function anyRecord(type: TaskType, names?: readonly string[]): fc.Arbitrary<ExchangeRecord> {
  return anyText.chain((text) => {
    const answer = anyAnswer(type, { text, ...(names === undefined ? {} : { names }) });
    const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
    const suggestion = fc.record({
      value: answer as fc.Arbitrary<Suggestion['value']>,
      score: fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs),
      modelVersion: fc.nat(99),
    });
    const response = fc
      .record({
        annotator: anyName,
        isSkipped: fc.boolean(),
        value: answer,
        origin: fc.constantFrom('manual' as const, 'accepted' as const, 'edited' as const, 'import' as const),
        leadTimeMs: optional(fc.nat(100_000)),
        createdAt: anyTime,
        note: optional(anyText),
        suggestion: optional(suggestion.map((shown) => ({ ...shown, isHidden: false }))),
      })
      .map(
        ({ isSkipped, value, ...rest }): ExchangeResponse =>
          defined(isSkipped ? { ...rest, status: 'skipped' } : { ...rest, status: 'submitted', value }),
      );
    return fc
      .record({
        item: fc.oneof(anyText, fc.uuid()),
        text: fc.constant(text),
        metadata: optional(fc.constant({ lang: 'en', pages: [1, 2] })),
        status: fc.constantFrom('pending' as const, 'completed' as const, 'disputed' as const, 'flagged' as const),
        answer: optional(answer),
        responses: fc.uniqueArray(response, { maxLength: 3, selector: ({ annotator }) => annotator }),
        suggestion: optional(suggestion),
        isTest: fc.boolean(),
        gold: optional(answer),
        reason: optional(
          fc.record({ arm: fc.constant('strategy' as const), strategy: fc.constant('margin'), round: fc.nat(9) }),
        ),
      })
      .map((record) => defined({ ...record, uri: `inline:${record.item}` }));
  });
}
