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

/**
 * V8 doubles its young generation when it likes, which is some 60 MiB more whatever was pushed. One that keeps its size
 * lets peaks be compared.
 */
const fixedYoung = ['--min-semi-space-size=16', '--max-semi-space-size=16'];

/** Starts the service in a process of its own. @param storage its data folder */
export async function startServer(storage: string): Promise<Server> {
  const child = fork(new URL('./server-process.ts', import.meta.url), [storage], { execArgv: fixedYoung });
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
