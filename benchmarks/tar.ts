import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Regular files of a tar archive (POSIX ustar). */
export function* filesInTar(tar: Buffer): Generator<{ name: string; bytes: Uint8Array }> {
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    const type = tar.toString('latin1', at + 156, at + 157);
    if (type === '0' || type === '\0') yield { name, bytes: tar.subarray(at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

/** Writes the files of an archive below a folder. @throws Error when a name leads out of it */
export function unpackTar(tar: Buffer, folder: string): void {
  for (const { name, bytes } of filesInTar(tar)) {
    const path = join(folder, name);
    if (relative(folder, path).startsWith('..')) throw new Error(`${name} leads out of the archive`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
