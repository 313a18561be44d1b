import { AlaasError, rowSchema, type TableRow } from '@alaas/core';
import { decodeText } from './text.ts';

/**
 * The row of a table, from its JSON text.
 *
 * @throws AlaasError `DECODE_UNSUPPORTED` for what is no flat JSON object, `DECODE_ENCODING`
 */
export function decodeRow(bytes: Uint8Array): TableRow {
  const text = decodeText(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unsupported(`it begins "${text.trimStart().slice(0, 20)}"`, cause);
  }
  const row = rowSchema.safeParse(value);
  if (row.success) return row.data;
  const [issue] = row.error.issues;
  throw unsupported(issue?.path[0] === undefined ? 'it is no object' : `see its column "${String(issue.path[0])}"`);
}

function unsupported(found: string, cause?: unknown): AlaasError {
  return new AlaasError(
    'DECODE_UNSUPPORTED',
    `This is no row of a table: ${found}. Give one JSON object of texts, numbers, booleans and nulls.`,
    { cause },
  );
}
