import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  open,
  readlinkSync,
  realpath,
  realpathSync,
  stat,
} from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { AlaasError, type ErrorCode, isAlaasError } from '@alaas/core';
import type { Access } from '../engine.ts';
import { shown } from './shown.ts';

/** A regular file that may be read; the caller closes `fd`. */
export interface OpenedFile {
  readonly fd: number;
  readonly stats: BigIntStats;
}

/**
 * Decides which paths may be read: any for a local caller, only those inside the roots for a remote one,
 * wherever symlinks lead. Messages hold `name`, what the caller sent, and no other path.
 */
export interface FileGate {
  /** @throws AlaasError `SOURCE_NOT_FOUND`, `SOURCE_FORBIDDEN`, `SOURCE_READ` */
  stat(path: string, name: string): Promise<BigIntStats>;
  /** @throws AlaasError as `stat`; `SOURCE_FORBIDDEN` also for anything but a regular file */
  open(path: string, name: string): Promise<OpenedFile>;
}

// promises over callbacks: half the cost of FileHandle objects, and 10^6 files are read one by one
const openFd = promisify(open);
const realPathOf = promisify(realpath.native);
const statOf = promisify(stat) as (path: string, options: { bigint: true }) => Promise<BigIntStats>;

// O_NONBLOCK: opening a FIFO must not wait for its writer
const readOnly = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** @param roots folders a remote caller may name; relative ones start from the working directory */
export function createFileGate(access: Access, roots: readonly string[]): FileGate {
  const admission = access === 'local' ? undefined : createAdmission(roots);
  return {
    async stat(path, name) {
      try {
        return await statOf(admission === undefined ? path : await admission.admit(path, name), { bigint: true });
      } catch (error) {
        throw fileFault(error, name);
      }
    },
    async open(path, name) {
      try {
        if (admission === undefined) return regular(await openFd(path, readOnly), name);
        const real = await admission.admit(path, name);
        const file = regular(await openFd(real, readOnly | constants.O_NOFOLLOW), name);
        return admission.confirm(file, real, name);
      } catch (error) {
        throw fileFault(error, name);
      }
    },
  };
}

interface Admission {
  /** The real path behind `path`, which is inside a root. */
  admit(path: string, name: string): Promise<string>;
  /** `file` itself, unless a folder on its way was swapped between admission and opening. */
  confirm(file: OpenedFile, real: string, name: string): OpenedFile;
}

function createAdmission(roots: readonly string[]): Admission {
  const given = roots.map((root) => resolve(root));
  const real = new Map<string, string>();

  // a root that appears after the start counts from then on
  const realRoots = async (): Promise<string[]> => {
    for (const root of given) {
      if (!real.has(root)) await realPathOf(root).then((path) => real.set(root, path), ignoreAbsent);
    }
    return [...real.values()];
  };

  return {
    async admit(path, name) {
      const known = await realRoots();
      // asked before the disk is, so that nothing outside a root can be told to exist
      if (!isPlain(path) || ![...given, ...known].some((root) => isInside(path, root))) throw outside(name, roots);
      const target = await realPathOf(path);
      if (!known.some((root) => isInside(target, root)) || isKernelPath(target)) throw outside(name, roots);
      return target;
    },
    confirm(file, target, name) {
      try {
        const opened =
          process.platform === 'linux' ? readlinkSync(`/proc/self/fd/${file.fd}`) : realpathSync.native(target);
        if (![...real.values()].some((root) => isInside(opened, root))) throw outside(name, roots);
        return file;
      } catch (error) {
        closeSync(file.fd);
        throw error;
      }
    },
  };
}

function regular(fd: number, name: string): OpenedFile {
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (stats.isFile()) return { fd, stats };
    const kind = stats.isDirectory() ? 'a folder' : 'a device, pipe or socket';
    throw new AlaasError('SOURCE_FORBIDDEN', `${shown(name)} is ${kind}; only regular files are read.`);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** False for spellings that no honest caller needs and that other layers may read as `..`. */
function isPlain(path: string): boolean {
  return !/(^|\/)\.\.(\/|$)|[\\\0]|%(2e|2f|5c|25|00)/i.test(path);
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);
}

/** What lies there are doors into processes and devices, not data, even under a root as wide as `/`. */
function isKernelPath(path: string): boolean {
  return ['/proc', '/sys', '/dev'].some((folder) => isInside(path, folder));
}

function outside(name: string, roots: readonly string[]): AlaasError {
  const hint =
    roots.length === 0
      ? 'This service reads no files for other machines; its config can list folders in sources.roots.'
      : 'Name a file inside a folder that the config lists in sources.roots.';
  return new AlaasError('SOURCE_FORBIDDEN', `${shown(name)} may not be read by other machines. ${hint}`);
}

function ignoreAbsent(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

const faults: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['SOURCE_NOT_FOUND', 'does not exist; check its path'],
  ENOTDIR: ['SOURCE_NOT_FOUND', 'does not exist: a part of its path is not a folder'],
  ENAMETOOLONG: ['SOURCE_NOT_FOUND', 'does not exist: its path is longer than the system allows'],
  ERR_INVALID_ARG_VALUE: ['SOURCE_NOT_FOUND', 'does not exist: no path holds a NUL character'],
  ELOOP: ['SOURCE_FORBIDDEN', 'leads through a symlink that may not be followed'],
  EACCES: ['SOURCE_FORBIDDEN', 'may not be read: permission denied to the user that runs ALaaS'],
  EPERM: ['SOURCE_FORBIDDEN', 'may not be read: permission denied to the user that runs ALaaS'],
  ENXIO: ['SOURCE_FORBIDDEN', 'is a device, pipe or socket; only regular files are read'],
};

/** The AlaasError for an error of the file system about `name`. */
export function fileFault(error: unknown, name: string): AlaasError {
  if (isAlaasError(error)) return error;
  const code = codeOf(error);
  const [fault, what] = faults[code] ?? ['SOURCE_READ', `could not be read (${code}); check the disk and try again`];
  return new AlaasError(fault, `${shown(name)} ${what}.`, { cause: error });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
