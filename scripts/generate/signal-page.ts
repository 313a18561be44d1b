import { type SignalInfo, signalFlag, signalTable } from '@alaas/core';
import type { Generator } from './generator.ts';
import { code, generatedMark, markdownTable } from './markdown.ts';

/** The reference page of every signal that a strategy can need, from core's table. */
export const signalPage: Generator = {
  title: 'the signals',
  async generate() {
    const rows = Object.entries(signalTable).map(([name, { shape, summary, values }]: [string, SignalInfo]) => [
      code(name),
      code(`--${signalFlag(name as keyof typeof signalTable)}`),
      code(shape),
      summary,
      ranges[values],
    ]);
    const text = [
      generatedMark,
      '# Signals',
      '',
      'What a query strategy can be given about the items it ranks. A strategy names what it needs; a query on a dataset',
      'computes it, and `alaas select` and `POST /v1/select` take it from you: NPY, NPZ, Arrow or Parquet (three axes: NPY',
      'or NPZ), in pool order. N is the number of items, K of classes, D the embedding width, M of members, L of labelled',
      'rows.',
      '',
      markdownTable(['In a request', 'On the command line', 'Shape', 'What it is', 'Values'], rows),
    ].join('\n');
    return [{ path: 'docs/reference/signals.md', text }];
  },
};

const ranges: Record<SignalInfo['values'], string> = {
  distribution: 'at least 0, rows sum to 1 within 0.001',
  share: 'from 0 to 1',
  flag: '0 or 1',
  positive: 'above 0',
  finite: 'finite',
};
