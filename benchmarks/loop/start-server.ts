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
 * V8 doubles its young generation when it likes, and lets garbage of old objects grow to twice what lives before it collects:
 * some 60 and 100 MiB more, whatever was pushed and how fast. A young generation that keeps its size, and an old one that is
 * collected when it has grown by a fifth, let peaks be compared.
 */
const steadyHeap = ['--min-semi-space-size=16', '--max-semi-space-size=16', '--heap-growing-percent=20'];

/** Starts the service in a process of its own. @param storage its data folder */
export async function startServer(storage: string): Promise<Server> {
  const child = fork(new URL('./server-process.ts', import.meta.url), [storage], { execArgv: steadyHeap });
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
