import { AlaasError } from '@alaas/core';
import { duplicate } from '../duplicate.ts';

/** Of sqlite.org/rescode.html; the lower 8 bits of an error's number. */
const sqlite = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** UNIQUE and PRIMARY KEY; here the higher bits count. */
const duplicates = [2067, 1555];

/** Whether another process, or another connection, has the file at the moment. */
export function isHeld(error: unknown): boolean {
  const kind = numberOf(error) & 0xff;
  return kind === sqlite.busy || kind === sqlite.locked;
}

/** The error of ours that a failed read or write of the file stands for; others pass unchanged. */
export function explainSqlite(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof AlaasError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const number = numberOf(error);
  if (duplicates.includes(number)) {
    // UNIQUE constraint failed: member.project, member.name
    const names = error.message.replace(/^.*: /, '').split(', ');
    const [table = ''] = names[0]?.split('.') ?? [];
    return duplicate(
      table,
      names.map((name) => name.replace(/^.*\./, '')),
      error,
    );
  }
  const kind = number & 0xff;
  if (code === 'ENOSPC' || code === 'EDQUOT' || kind === sqlite.full) {
    return new AlaasError('STORE_FULL', `No space left for ${path}. Free some and repeat: what was finished is kept.`, {
      cause: error,
    });
  }
  if (kind === sqlite.ioError) {
    return new AlaasError(
      'NOT_READY',
      `${path} cannot be read or written (${error.message}). Check the disk and its quotas, and repeat.`,
      { cause: error },
    );
  }
  if (kind === sqlite.readOnly || kind === sqlite.cannotOpen) {
    return new AlaasError(
      'NOT_READY',
      `${path} cannot be written (${error.message}). See who may write to it and to its folder, and repeat.`,
      { cause: error },
    );
  }
  if (isHeld(error)) {
    return new AlaasError('STORE_LOCKED', `${path} is locked by another process. Stop it and repeat.`, {
      cause: error,
    });
  }
  if (kind === sqlite.corrupt || kind === sqlite.notADatabase) {
    return new AlaasError(
      'STORE_CORRUPT',
      `${path} is damaged. Move it away: finished jobs are forgotten, datasets and features stay.`,
      { cause: error },
    );
  }
  return error;
}

function numberOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
}
