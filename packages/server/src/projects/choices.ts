import type { Arm, Suggestion } from '@alaas/core';

/** An item that should be asked for. */
export interface Candidate {
  readonly item: string;
  /** `again`: another answer to a record that has its answers. */
  readonly arm: Extract<Arm, 'strategy' | 'control' | 'again'>;
  /** Id of the strategy, `random`, or `active-lab`. */
  readonly strategy: string;
  readonly utility?: number;
  readonly round: number;
  /** Head that chose it; 0: none. */
  readonly modelVersion: number;
}

/**
 * The side of a project that knows the model, as the queue sees it. Every answer comes from memory: nothing here waits for
 * training or inference.
 */
export interface Choices {
  /** The best items to ask now, the first one first, control draws in their places. Some may be taken already. */
  candidates(): Iterable<Candidate>;
  /** Says that fewer than enough candidates were free, so that a new round is begun. */
  runDry(): void;
  /** What the serving head says of an item. */
  suggestion(item: string): Suggestion | undefined;
  /** Whether the item is in the fixed share of the pool that never teaches. */
  isTest(item: string): boolean;
  /** Undefined: an item that is not in the pool, or has no features yet. */
  describe(item: string): { readonly uri: string; readonly text?: string } | undefined;
  /** Items in the pool that have features, each content once. */
  readonly size: number;
  /** True while the pool is scanned for the first time. */
  readonly isWaiting: boolean;
  /** Whether the stopping rules advise to stop, and why. */
  readonly stop: { readonly isAdvised: boolean; readonly reasons: readonly string[] };
  /** Version of the head that serves; 0: none. */
  readonly modelVersion: number;
}
