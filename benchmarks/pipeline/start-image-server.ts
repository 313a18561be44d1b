import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts the image server; `url` serves image i at `/i`. */
export async function startImageServer(images: number): Promise<{ url: string; stop(): void }> {
  const child = fork(new URL('./image-server.ts', import.meta.url), [String(images)]);
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
