import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AlaasError, isAlaasError } from '@alaas/core';

/** A file that appears whole or not at all. */
export interface OutputFile {
  /** Absolute. */
  readonly path: string;
  /** Writes beside the place; nothing is to be seen there yet. */
  write(lines: Iterable<string>): Promise<void>;
  /** Like `write`, of bytes as they come. A device or a pipe gets them at once. */
  writeBytes(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Puts what was written in its place, over what was there. */
  commit(): Promise<void>;
  /** Removes what was not committed. */
  discard(): Promise<void>;
}

/**
 * Checks now, before hours of work, that the file can be written later.
 *
 * @param flag names the file in messages: `--out`
 * @throws AlaasError `INVALID_REQUEST` when its folder does not exist or cannot be written to
 */
export async function prepareOutput(file: string, flag: string, cwd: string): Promise<OutputFile> {
  const given = resolve(cwd, file);
  const existing = await statOf(given);
  if (existing?.isDirectory()) throw refused(`${given} is a folder. Give ${flag} the name of a file.`);
  // a device or a pipe has no contents to keep whole, and no other file may take its place
  if (existing !== undefined && !existing.isFile()) return directOutput(given, flag);
  // a link stays a link: the file it leads to is replaced
  const path = existing === undefined ? given : await realpath(given);
  const folder = dirname(path);
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw refused(`The folder ${folder} does not exist or cannot be written to. Create it, or change ${flag}.`, error);
  }
  return atomicOutput(path, flag);
}

function atomicOutput(path: string, flag: string): OutputFile {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  return {
    path,
    write: (lines) =>
      naming(flag, path, async () => {
        const handle = await open(temporary, 'wx');
        try {
          await writeLines(handle, lines);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
    writeBytes: (bytes) =>
      naming(flag, path, async () => {
        const handle = await open(temporary, 'wx');
        try {
          for await (const chunk of bytes) await handle.appendFile(chunk);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
    commit: () => naming(flag, path, () => rename(temporary, path)),
    discard: () => rm(temporary, { force: true }),
  };
}

function directOutput(path: string, flag: string): OutputFile {
  let text: Iterable<string> = [];
  let isWritten = false;
  return {
    path,
    async write(lines) {
      text = lines;
    },
    writeBytes: (bytes) =>
      naming(flag, path, async () => {
        const handle = await open(path, 'w');
        try {
          for await (const chunk of bytes) await handle.appendFile(chunk);
        } finally {
          await handle.close();
        }
        isWritten = true;
      }),
    commit: () =>
      naming(flag, path, async () => {
        if (isWritten) return;
        const handle = await open(path, 'w');
        try {
          await writeLines(handle, text);
        } finally {
          await handle.close();
        }
      }),
    discard: async () => undefined,
  };
}

/** Characters written at once. */
const chunkLength = 1 << 16;

async function writeLines(handle: FileHandle, lines: Iterable<string>): Promise<void> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < chunkLength) continue;
    await handle.appendFile(chunk);
    chunk = '';
  }
  if (chunk !== '') await handle.appendFile(chunk);
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw refused(`${path} cannot be looked at (${codeOf(error)}). Choose another file.`, error);
  }
}

async function naming(flag: string, path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    // what the bytes come from says itself what is wrong
    if (isAlaasError(error)) throw error;
    const code = codeOf(error);
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    throw new AlaasError(
      isFull ? 'STORE_FULL' : 'INVALID_REQUEST',
      `${path} could not be written (${code}). ${isFull ? 'Free some space' : `Change ${flag}`} and ask again: the features are kept, so it will be quick.`,
      { cause: error },
    );
  }
}

function refused(message: string, cause?: unknown): AlaasError {
  return new AlaasError('INVALID_REQUEST', message, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
