import { type AlaasError, toProblem } from '@alaas/core';
import { paint } from './terminal/paint.ts';
import type { World } from './world.ts';

/**
 * Says what went wrong: `CODE: message` for people, the problem as one JSON line on standard output for
 * programs. With ALAAS_DEBUG set, people also get the stack and the causes.
 */
export function reportError(error: AlaasError, world: World, isJson: boolean): void {
  if (isJson) {
    // the text of an unexpected error stays inside a service, but here it is the user's own
    world.stdout.write(`${JSON.stringify({ ...toProblem(error), detail: error.message })}\n`);
  } else {
    const hint = error.code === 'INTERNAL' && !world.env.ALAAS_DEBUG ? ' Set ALAAS_DEBUG=1 to see where.' : '';
    world.stderr.write(`${paint(world.stderr, 'red', error.code)}: ${error.message}${hint}\n`);
  }
  if (world.env.ALAAS_DEBUG) world.stderr.write(`${traceOf(error)}\n`);
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${traceOf(error.cause)}`;
}
