import { z } from 'zod';

/** One cell of a table; null where there is nothing in it. */
const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export type Cell = z.output<typeof cellSchema>;

/** A row with at least one column. */
export const rowSchema = z
  .record(z.string().min(1).max(1024), cellSchema)
  .refine((row) => Object.keys(row).length > 0, { message: 'give a row at least one column' });

/** One row of a table: its cells by column, in the order of the columns. Numbers are finite. */
export type TableRow = Readonly<Record<string, Cell>>;

/** The row as the service keeps and sends it: one JSON object. */
export function rowText(row: TableRow): string {
  return JSON.stringify(row);
}

/** The same text for rows of the same cells, in whatever order: what an id is made from. */
export function rowKey(row: TableRow): string {
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}
