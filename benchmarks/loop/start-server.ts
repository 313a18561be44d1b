import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A running service. */
export interface Server {
  readonly url: string;
  /** The most memory that was resident so far, in bytes. */
  peakBytes(): Promise<number>;
  /** Ends it at once, whatever it is doing. */
  kill(): Promise<void>;
}

/** Starts the service in a process of its own. @param storage its data folder */
export async function startServer(storage: string): Promise<Server> {
  const child = fork(new URL('./server-process.ts', import.meta.url), [storage]);
  const [url] = (await once(child, 'message')) as [string];
  return {
    url,
    async peakBytes() {
      child.send('memory');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes;
    },
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}
