import { tmpdir } from 'node:os';
import { runCommandLine } from './program.ts';
import type { Output, ServerModule, World } from './world.ts';

/** What a command line did to its world. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A world in memory: no terminal, an empty standard input, and a service that must not be needed. */
function createWorld(parts: Partial<World> = {}): World & { readonly out: () => string; readonly err: () => string } {
  const stdout = createOutput();
  const stderr = createOutput();
  return {
    stdin: streamOf(),
    stdout: stdout.output,
    stderr: stderr.output,
    env: {},
    cwd: tmpdir(),
    command: 'alaas',
    now: () => 0,
    // what waits for half a minute or more waits for an end that the test brings about
    pause: async (ms, signal) => (ms >= 30_000 ? await endOf(signal) : undefined),
    interrupted: new AbortController().signal,
    loadServer: () => Promise.reject(new Error('this test brings no service')),
    ...parts,
    out: stdout.text,
    err: stderr.text,
  };
}

/** When the signal aborts, or did. */
export function endOf(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Runs a command line in a world in memory. */
export async function runIn(parts: Partial<World>, ...args: string[]): Promise<Ran> {
  const world = createWorld(parts);
  const code = await runCommandLine(args, world);
  return { code, out: world.out(), err: world.err() };
}

export function createOutput(parts: Partial<Output> = {}): { output: Output; text: () => string } {
  let text = '';
  return {
    output: {
      isTerminal: false,
      hasColours: false,
      columns: 80,
      write: (more) => {
        text += more;
      },
      ...parts,
    },
    text: () => text,
  };
}

export async function* streamOf(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
}

/** A server module whose service is at an address that the test gives; it remembers how it was used. */
export function serverAt(
  url: string,
  seen: { options?: unknown; isClosed?: boolean } = {},
): () => Promise<ServerModule> {
  return async () => ({
    startServer: async (options) => {
      seen.options = options;
      return {
        url,
        warnings: [],
        storage: options.config.storage,
        close: async () => {
          seen.isClosed = true;
        },
      };
    },
    inspectDatabase: async () => ({ place: 'server.db', version: undefined, steps: 0, due: 1 }),
  });
}
