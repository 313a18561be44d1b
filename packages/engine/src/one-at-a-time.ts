import { cancellable } from './cancellable.ts';

/** Work of which only one piece is done at a time, in the order in which it was asked for. */
export class OneAtATime {
  /** Resolves when nothing is under way. */
  #idle: Promise<void> = Promise.resolve();

  /** @throws AlaasError `CANCELLED` when the signal aborts before its turn, and what the work throws */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#idle;
    const turn = Promise.withResolvers<void>();
    this.#idle = before.then(() => turn.promise);
    try {
      await cancellable(before, signal);
      return await work();
    } finally {
      turn.resolve();
    }
  }

  /** Resolves when all that was asked for until now is done. */
  async settled(): Promise<void> {
    await this.#idle;
  }
}
