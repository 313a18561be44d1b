/** What a query on a dataset would take, by its sizes. */
import {
  parseOptions,
  type SelectionPlan,
  type SignalName,
  type Strategy,
  type WorkSize,
  type WrapChoice,
} from '@alaas/core';
import { findWraps } from '@alaas/zoo';
import type { PlannedSelection } from './selection-work.ts';

/** How a query asks. */
export interface AskedQuery {
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  /** The nearest to the strategy first. */
  readonly wrap: readonly WrapChoice[];
  /** Signals that the strategy and its wrappers read. */
  readonly needs: readonly SignalName[];
  readonly budget: number;
}

/** A signal with a row for each item of a dataset, or one for each item and member. */
export interface RowShape {
  readonly name: SignalName;
  readonly columns: number;
  readonly members?: number;
}

/** The shapes of those signals that are read of a dataset row by row. */
export function rowShapes(needs: readonly SignalName[], { d, k, m }: Pick<WorkSize, 'd' | 'k' | 'm'>): RowShape[] {
  const shapes: { readonly [Name in SignalName]?: Omit<RowShape, 'name'> } = {
    embeddings: { columns: d },
    probabilities: { columns: k },
    previousProbabilities: { columns: k },
    committee: { columns: k, members: m },
  };
  return needs.flatMap((name) => (shapes[name] === undefined ? [] : [{ name, ...shapes[name] }]));
}

/** The selection that a query makes of a dataset of these sizes: scorers read it block by block. */
export function plannedQuery(asked: AskedQuery, size: Omit<WorkSize, 'budget'>): PlannedSelection {
  const { strategy, options, wrap, needs, budget } = asked;
  const numbers = Object.fromEntries(
    rowShapes(needs, size).map(({ name, columns, members = 1 }) => [name, size.n * columns * members]),
  );
  return {
    strategy,
    options: parseOptions(strategy, options),
    wraps: findWraps(wrap),
    budget,
    shape: { ...size, numbers },
    isStreamed: true,
  };
}

/** With the items that the query would scan first, whose time nobody can know before. */
export function withPending(plan: SelectionPlan, pending: number): SelectionPlan {
  return pending === 0 ? plan : { ...plan, pending };
}
