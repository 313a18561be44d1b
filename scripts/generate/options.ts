import type { Strategy } from '@alaas/core';
import { schemaTable } from './config-page.ts';
import { type JsonSchema, schemaRows } from './schema-rows.ts';

/** The last lines of an entry's section: its options as a table. */
export function optionLines(options: Strategy['options']): string[] {
  const rows = schemaRows(options.toJSONSchema({ io: 'input' }) as JsonSchema);
  return rows.length === 0 ? ['- Options: none'] : ['- Options:', '', schemaTable(rows).trimEnd()];
}
