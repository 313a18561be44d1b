import { Readable } from 'node:stream';

/** Calls the service and gives its JSON. @throws Error with its answer when that is none of success */
export async function call<T>(method: string, url: string, body?: unknown): Promise<T> {
  return await answer<T>(
    await fetch(url, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }),
  );
}

/** Sends JSON lines as they are made. */
export async function stream<T>(url: string, chunks: Iterable<string>): Promise<T> {
  const headers = { 'content-type': 'application/x-ndjson' };
  const body = Readable.from(buffers(chunks), { objectMode: false });
  return await answer<T>(await fetch(url, { method: 'POST', headers, body, duplex: 'half' }));
}

function* buffers(chunks: Iterable<string>): Generator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
