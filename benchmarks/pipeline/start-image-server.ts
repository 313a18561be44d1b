import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ImageSet } from './images.ts';

/** Starts the image server; `url` serves image i at `/i`, and after these as many others. */
export async function startImageServer(set: ImageSet, images: number): Promise<{ url: string; stop(): void }> {
  const child = fork(new URL('./image-server.ts', import.meta.url), [set, String(images)]);
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
