import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes read at once. */
const pieceBytes = 2 ** 18;

/**
 * Bytes on disk for the time of one import or export: for formats whose parts do not come in the order in which they are
 * needed. The file has no name from the first moment on, so that nothing stays behind, however the process ends.
 */
export class Spool {
  readonly #file: FileHandle;
  #length = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    const path = join(tmpdir(), `alaas-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return new Spool(file);
  }

  /** Bytes. */
  get length(): number {
    return this.#length;
  }

  /** Descriptor of the file, for a thread that reads it while it is open. */
  get descriptor(): number {
    return this.#file.fd;
  }

  async append(piece: string | Uint8Array): Promise<void> {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#length);
      done += bytesWritten;
      this.#length += bytesWritten;
    }
  }

  /** Bytes from `start` up to `end`, fewer where the spool ends. */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, this.#length) - start));
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await this.#file.read(bytes, done, bytes.length - done, start + done);
      if (bytesRead === 0) throw new Error('A temporary file was cut short.');
      done += bytesRead;
    }
    return bytes;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < this.#length; start += pieceBytes) yield await this.read(start, start + pieceBytes);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
