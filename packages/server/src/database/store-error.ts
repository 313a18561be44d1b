import { AlaasError } from '@alaas/core';

/** The error of ours that a failed read or write of the database stands for; others pass unchanged. */
export function storeError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof AlaasError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const text = error.message;
  if (code === 'ENOSPC' || code === 'EDQUOT' || /disk is full/i.test(text)) {
    return new AlaasError('STORE_FULL', `No space left for ${path}. Free some and repeat: what was finished is kept.`, {
      cause: error,
    });
  }
  if (/database is (locked|busy)/i.test(text)) {
    return new AlaasError('STORE_LOCKED', `${path} is locked by another process. Stop it and repeat.`, {
      cause: error,
    });
  }
  if (/not a database|malformed/i.test(text)) {
    return new AlaasError(
      'STORE_CORRUPT',
      `${path} is damaged. Move it away: finished jobs are forgotten, datasets and features stay.`,
      { cause: error },
    );
  }
  return error;
}
