import { AlaasError, type ErrorCode } from '@alaas/core';
import { duplicate } from '../duplicate.ts';

/** Codes of PostgreSQL's appendix A, and of Node for the connection. */
const unreachable =
  /^(08...|57P0[123]|53200|53300|25006|ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST\w+|ENET\w+|EPIPE|ENOENT|EACCES)$/;
const undone = /^(40001|40P01)$/;

/** The driver's own errors have a text and no code. */
const lostConnection = /^(Connection terminated|timeout exceeded when trying to connect|Client .* not queryable)/;

/** Whether PostgreSQL has rolled back for the sake of another transaction: a deadlock, or a failed serialization. */
export function isUndone(error: unknown): boolean {
  return undone.test(codeOf(error));
}

/**
 * The error of ours that a failed read or write stands for; others pass unchanged.
 *
 * @param place what the message calls the database, without a password
 */
export function explainPostgresql(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof AlaasError) return error;
  const code = codeOf(error);
  const explained = (ours: ErrorCode, message: string) => new AlaasError(ours, message, { cause: error });
  if (unreachable.test(code) || lostConnection.test(error.message)) {
    return explained(
      'NOT_READY',
      `${place} cannot be reached (${code || error.message}). Start it, or check \`database\`, and repeat.`,
    );
  }
  if (isUndone(error) || code === '55P03') {
    return explained('STORE_LOCKED', `${place} is held by others for too long (${code}). Repeat.`);
  }
  if (code === '53100') {
    return explained('STORE_FULL', `No space left for ${place}. Free some and repeat: what was finished is kept.`);
  }
  if (code === '23505') return duplicate(textOf(error, 'table'), columnsOf(error), error);
  if (/^(28...|3D000|3F000|42501)$/.test(code)) {
    return explained('INVALID_CONFIG', `${place} refuses: ${error.message} (${code}). Check \`database\`.`);
  }
  // SQLite keeps such a text; nothing that is found or made with it is missed
  if (code === '22021') return explained('INVALID_REQUEST', `A text holds the character U+0000. Leave it out.`);
  if (/^XX00[12]$/.test(code)) return explained('STORE_CORRUPT', `${place} is damaged: ${error.message}.`);
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error ? textOf(error, 'code') : '';
}

function textOf(error: Error, name: 'code' | 'table' | 'detail'): string {
  const value: unknown = name in error ? (error as Partial<Record<typeof name, unknown>>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Of the detail `Key (project, name)=(photos, ann) already exists.` */
function columnsOf(error: Error): string[] {
  return (
    /^Key \((.*?)\)=/
      .exec(textOf(error, 'detail'))?.[1]
      ?.split(', ')
      .map((name) => name.replaceAll('"', '')) ?? []
  );
}
