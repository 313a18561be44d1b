import { Readable } from 'node:stream';
import type { ExchangeStore, Included } from './exchange-store.ts';
import type { FileFormat } from './format.ts';
import type { ExchangeContext } from './record.ts';

export interface ExportFile {
  readonly format: FileFormat;
  readonly include: Included;
  readonly context: ExchangeContext;
  readonly store: ExchangeStore;
}

/**
 * A file of a project's records that is written as fast as it is read. Destroy it to stop. What goes wrong before the first
 * piece is thrown; later it ends the stream with an error, so that a file that is cut short never looks whole.
 */
export async function exportFile({ format, include, context, store }: ExportFile): Promise<Readable> {
  const pieces = format.write(store.records(context.project, include), context)[Symbol.asyncIterator]();
  const first = await pieces.next();
  return Readable.from(continued(first, pieces), { objectMode: false });
}

async function* continued(
  first: IteratorResult<string | Uint8Array>,
  rest: AsyncIterator<string | Uint8Array>,
): AsyncGenerator<string | Uint8Array> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
