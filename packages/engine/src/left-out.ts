import type { ItemError } from '@alaas/core';

/** What keeps items out of the pool, for a message: "3 failed (2 DECODE_CORRUPT, 1 SOURCE_NOT_FOUND), 4 duplicates". */
export function leftOut(errors: readonly ItemError[], failed: number, labelled: number, duplicates: number): string {
  const counts = new Map<string, number>();
  for (const { code } of errors) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].map(([code, n]) => `${n} ${code}`).join(', ');
  const parts = [
    failed > 0 ? `${failed} failed (${codes}${failed > errors.length ? ', ...' : ''})` : '',
    labelled > 0 ? `${labelled} labelled` : '',
    duplicates > 0 ? `${duplicates} with the content of an earlier item` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
