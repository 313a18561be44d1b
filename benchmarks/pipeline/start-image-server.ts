import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpuMs } from './cpu.ts';
import type { ImageSet } from './images.ts';

export interface ImageServer {
  /** Image i is at `/i`, and after these as many others. */
  readonly url: string;
  /** Milliseconds of processor time it has used. */
  cpuMs(): Promise<number>;
  stop(): void;
}

export async function startImageServer(set: ImageSet, images: number): Promise<ImageServer> {
  const child = fork(new URL('./image-server.ts', import.meta.url), [set, String(images)]);
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async cpuMs() {
      child.send('cpu');
      const [used] = (await once(child, 'message')) as [NodeJS.CpuUsage];
      return cpuMs(used);
    },
    stop: () => child.disconnect(),
  };
}
