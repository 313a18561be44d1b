import { configSchema } from '@alaas/core';
import type { Generator } from './generator.ts';
import { code, generatedMark, markdownTable } from './markdown.ts';
import { type JsonSchema, type SchemaRow, schemaRows } from './schema-rows.ts';

/** The reference page of every key of the config file, from its schema. */
export const configPage: Generator = {
  title: 'the config keys',
  async generate() {
    const rows = schemaRows(configSchema.toJSONSchema({ io: 'input' }) as JsonSchema);
    const text = [
      generatedMark,
      '# Config file',
      '',
      'One YAML file configures everything. A key may be left out, unless its group is given and the table says',
      '*required*. A key that is not listed here is refused, with the nearest known one; all problems are reported at',
      'once, as `INVALID_CONFIG`.',
      '',
      schemaTable(rows),
    ].join('\n');
    return [{ path: 'docs/reference/config.md', text }];
  },
};

/** A table of keys. */
export function schemaTable(rows: readonly SchemaRow[]): string {
  return markdownTable(
    ['Key', 'Takes', 'Default', 'Meaning'],
    rows.map((row) => [code(row.key), row.values, presetOf(row), row.description]),
  );
}

function presetOf(row: SchemaRow): string {
  if (row.default !== undefined) return code(row.default);
  return row.isRequired ? 'required' : '';
}
