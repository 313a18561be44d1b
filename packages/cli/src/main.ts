import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { toAlaasError } from '@alaas/core';
import { runCommandLine } from './program.ts';
import { reportError } from './report-error.ts';
import { openKeyboard } from './terminal/keyboard.ts';
import type { Output, World } from './world.ts';

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  const interruption = watchSignals();
  const world: World = {
    stdin: process.stdin,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    command: import.meta.filename.includes('node_modules') ? 'alaas' : 'npm exec --no -- alaas',
    now: () => performance.now(),
    openKeyboard: process.stdin.isTTY && process.stdout.isTTY ? () => openKeyboard(process.stdin) : undefined,
    pause: (ms, signal) => setTimeoutAsync(ms, undefined, { signal }).catch(() => undefined),
    interrupted: interruption.signal,
    loadServer: () => import('@alaas/server'),
  };
  process.on('uncaughtException', (error) => {
    reportError(toAlaasError(error), world, false);
    process.exit(1);
  });
  process.exitCode = await runCommandLine(process.argv.slice(2), world);
  interruption.release();
  // all is closed by now; a part that could not be must not keep a command alive that is done
  setTimeout(() => process.exit(), lingerMs).unref();
}

/** Milliseconds that a command which is done may stay alive. */
const lingerMs = 5000;

/** Milliseconds in which several signals are one: a terminal signals the whole group, and launchers pass it on. */
const sameSignalMs = 500;

/** The first Ctrl-C asks to stop; another one, later, stops at once. */
function watchSignals(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let firstAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstAt !== undefined && performance.now() - firstAt > sameSignalMs) {
      release();
      process.kill(process.pid, signal);
      return;
    }
    firstAt ??= performance.now();
    controller.abort(new DOMException(`Stopped by ${signal}.`, 'AbortError'));
  };
  const release = () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return { signal: controller.signal, release };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  let isOpen = true;
  // the reader of a pipe may leave early, as `head` does
  stream.on('error', () => {
    isOpen = false;
  });
  const isTerminal = stream.isTTY === true && process.env.TERM !== 'dumb';
  return {
    isTerminal,
    hasColours: isTerminal && !process.env.NO_COLOR,
    get columns() {
      // some terminals say 0
      return stream.columns || 80;
    },
    write: (text) => {
      if (isOpen) stream.write(text);
    },
  };
}
