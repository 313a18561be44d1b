import { AlaasError, type Config, parseOptions, type QueryRequest } from '@alaas/core';
import { findLearner, findStrategy } from '@alaas/zoo';

/** How a query chooses, with every default filled in and every name looked up. */
export interface Choices {
  readonly budget: number;
  readonly strategy: { readonly type: string; readonly options: Record<string, unknown> };
  readonly learner: string;
  readonly seed: number;
  readonly keepDuplicates: boolean;
}

type Asked = Pick<QueryRequest, 'budget' | 'strategy' | 'learner' | 'seed' | 'keepDuplicates'>;

/**
 * What a request asks for, the config filling the gaps.
 *
 * @throws AlaasError `INVALID_BUDGET`, `UNKNOWN_STRATEGY`, `INVALID_OPTION`, `UNKNOWN_LEARNER`
 */
export function choose(asked: Asked, config: Config): Choices {
  const budget = asked.budget ?? config.budget;
  if (!Number.isSafeInteger(budget) || budget < 1) {
    throw new AlaasError(
      'INVALID_BUDGET',
      `A budget of ${budget} asks for nothing. Give a whole number of at least 1.`,
    );
  }
  return {
    budget,
    strategy: chooseStrategy(asked.strategy ?? config.active_learning.strategy),
    learner: findLearner(asked.learner ?? config.learner).id,
    seed: asked.seed ?? config.seed,
    keepDuplicates: asked.keepDuplicates ?? config.keep_duplicates,
  };
}

function chooseStrategy(choice: NonNullable<Asked['strategy']>): Choices['strategy'] {
  const { type, options = {} } = typeof choice === 'string' ? { type: choice } : choice;
  if (type === 'auto' && Object.keys(options).length === 0) return { type, options };
  const strategy = findStrategy(type);
  return { type: strategy.id, options: parseOptions(strategy, options) };
}
