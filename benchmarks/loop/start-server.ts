import { fork } from 'node:child_process';
import { once } from 'node:events';

/** What a service has used since it began. */
export interface Used {
  /** The most memory that was resident. */
  readonly peakBytes: number;
  /** Processor time of all its threads; another program on the same cores does not change it much. */
  readonly cpuSeconds: number;
}

/** A running service. */
export interface Server {
  readonly url: string;
  used(): Promise<Used>;
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
    async used() {
      child.send('used');
      const [used] = (await once(child, 'message')) as [Used];
      return used;
    },
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}
