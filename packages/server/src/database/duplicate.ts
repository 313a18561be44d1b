import { AlaasError } from '@alaas/core';

/**
 * `CONFLICT`: the table has a row with these values already. `details` names table and columns; the values, which may
 * be secret, are in no text.
 */
export function duplicate(table: string, columns: readonly string[], cause: Error): AlaasError {
  return new AlaasError('CONFLICT', `There is a ${table} with the same ${columns.join(' and ')} already.`, {
    cause,
    details: { table, columns: [...columns].sort() },
  });
}
