import { setTimeout as wait } from 'node:timers/promises';
import { AlaasError } from '@alaas/core';
import { cancellation, throwIfCancelled } from './cancel.ts';
import type { Network } from './context.ts';
import { Transient } from './http-fault.ts';

/** How often to try again, and the randomness and clock to do it with. */
export interface RetryPlan extends Pick<Network, 'random' | 'delay'> {
  /** Further tries after the first. */
  readonly retries: number;
  readonly signal: AbortSignal;
}

// four retries then spread over some 4 s on average: longer than a restart, shorter than a user's patience
const firstDelayMs = 500;
const maxDelayMs = 30_000;
// a server that asks for more is tried after this, and may say no again
const maxAskedMs = 60_000;

/**
 * Runs `attempt` until it gives a result, throws anything but a {@link Transient}, or no try is left.
 * Between tries it waits a random time below a bound that doubles (full jitter, Brooker 2015), after the
 * time a server asked for, at most a minute.
 *
 * @throws AlaasError what the last try ended with; `CANCELLED` as soon as the signal aborts
 */
export async function withRetries<T>(attempt: () => Promise<T>, plan: RetryPlan): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (tries >= plan.retries) throw exhausted(error.fault, tries);
      await pause(error, tries, plan);
    }
  }
}

function exhausted(fault: AlaasError, retries: number): AlaasError {
  if (retries === 0) return fault;
  return new AlaasError(fault.code, `${fault.message} Tried ${retries + 1} times.`, { cause: fault });
}

async function pause(transient: Transient, tries: number, plan: RetryPlan): Promise<void> {
  const { random = Math.random, delay = timer, signal } = plan;
  throwIfCancelled(signal);
  const jitter = random() * Math.min(maxDelayMs, firstDelayMs * 2 ** tries);
  try {
    await delay(Math.min(maxAskedMs, transient.afterMs ?? 0) + jitter, signal);
  } catch (error) {
    throw signal.aborted ? cancellation(signal) : error;
  }
}

function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal });
}
