import { errorTable } from '@alaas/core';
import type { Generator } from './generator.ts';
import { code, generatedMark, markdownTable } from './markdown.ts';

/** The reference page of every error code, from core's table. */
export const errorPage: Generator = {
  title: 'the error codes',
  async generate() {
    const rows = Object.entries(errorTable).map(([name, { status, retryable, summary }]) => [
      code(name),
      String(status),
      retryable ? 'yes' : 'no',
      summary,
    ]);
    const text = [
      generatedMark,
      '# Error codes',
      '',
      'Every error carries one of these codes, in every interface: HTTP answers (`application/problem+json`), the',
      'client, the command line. Its message says what was wrong with which value, and what to do. Decide by the code;',
      'messages may change.',
      '',
      'Codes that begin with `SOURCE_`, `DECODE_` or `INFER_` usually concern one item: they are listed in the result,',
      'and the other items are unaffected. *Again* says whether the same call may succeed later.',
      '',
      markdownTable(['Code', 'HTTP status', 'Again', 'Meaning'], rows),
    ].join('\n');
    return [{ path: 'docs/reference/errors.md', text }];
  },
};
