/** Numbers of the types in PostgreSQL's catalogue `pg_type`. */
const oid = { bool: 16, int8: 20, numeric: 1700 } as const;

/** How values arrive from PostgreSQL: as they do from SQLite, which has one kind of integer and no booleans. */
export function parserOf(type: number): ((text: string) => unknown) | undefined {
  if (type === oid.bool) return (text) => (text === 't' ? 1 : 0);
  if (type === oid.int8) return toInteger;
  // no column has this type; sums and means of integers do
  if (type === oid.numeric) return Number;
  return undefined;
}

function toInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${text} of the database is too large for a number.`);
}
