import type { ErrorCode, QueryResult } from '@alaas/core';
import { expect, test } from 'vitest';
import { errorLines, pickLines } from './result-lines.ts';
import { summarise } from './summary.ts';

const pick = {
  rank: 1,
  id: 'a.jpg',
  uri: 'file:///a.jpg',
  utility: 0.75,
  strategy: 'margin-confidence',
  model: 'tiny',
  seed: 7,
  sha256: 'ab'.repeat(32),
};

const fault = (code: ErrorCode) => ({ id: 'x', uri: 'file:///x', code, message: 'cut off' });

const result: QueryResult = {
  picks: [pick],
  errors: [fault('DECODE_CORRUPT'), fault('SOURCE_NOT_FOUND'), fault('DECODE_CORRUPT')],
  summary: {
    items: 4010,
    pool: 4000,
    labelled: 2,
    duplicateIds: 1,
    duplicateContents: 0,
    failed: 5,
    inferred: 3998,
    seconds: { scan: 12.34, select: 0.05 },
  },
};

test('says how many were chosen, from what, in which time, and what failed by code', () => {
  expect(summarise(result, { out: 'picks.jsonl', errors: 'errors.jsonl' })).toBe(
    `Chose 1 of 4,000 items by margin-confidence on tiny, seed 7.
  pool     4,010 given, 2 labelled already, 1 with an id given before, 5 failed
  time     scan 12 s (3,998 computed now), select 0.05 s
  failed   DECODE_CORRUPT 2, SOURCE_NOT_FOUND 1, and 2 more that the service does not list; see errors.jsonl
Next: label the items in picks.jsonl, give the labels as a column of a manifest, and ask again with --label-column.`,
  );
});

test('says how to see the failures when they went nowhere, and nothing when there are none', () => {
  expect(summarise(result, { out: undefined, errors: undefined })).toContain('see them with --errors FILE');
  const clean = { ...result, errors: [], summary: { ...result.summary, failed: 0 } };
  expect(summarise(clean, { out: undefined, errors: undefined })).not.toContain('failed');
});

test('names the learner of the head, and why it is another than was asked for', () => {
  const places = { out: undefined, errors: undefined };
  const own = { ...result, summary: { ...result.summary, learner: 'mlp' } };
  expect(summarise(own, places)).toContain('\n  head     mlp\n');
  const other = { ...own, summary: { ...own.summary, learnerNote: 'bald needs a committee.' } };
  expect(summarise(other, places)).toContain('\n  head     mlp: bald needs a committee.\n');
});

test('says what the head was made from, where it was not all labels alike', () => {
  const training = { mode: 'incremental', keep: 0.5, calibrate: 0.2, pseudoLabels: true } as const;
  const taught = { options: { l2: 1 }, training, round: 2, labels: 40, heldOut: 9, pseudoLabels: 1 };
  const summary = { ...result.summary, learner: 'softmax-regression', taught };
  expect(summarise({ ...result, summary }, { out: undefined, errors: undefined })).toContain(
    '\n  head     softmax-regression (l2=1), incremental (keep 0.5), calibrated on 9 labels, 1 pseudo-label, round 2\n',
  );
});

test('a line of picks has exactly its eight keys, in order', () => {
  expect([...pickLines([{ ...pick, surplus: 1 } as typeof pick])]).toEqual([
    `{"rank":1,"id":"a.jpg","uri":"file:///a.jpg","utility":0.75,"strategy":"margin-confidence","model":"tiny","seed":7,"sha256":"${'ab'.repeat(32)}"}`,
  ]);
});

test('a line of errors has the URI, the code and the message', () => {
  expect([...errorLines([fault('DECODE_CORRUPT')])]).toEqual([
    '{"uri":"file:///x","code":"DECODE_CORRUPT","message":"cut off"}',
  ]);
});
