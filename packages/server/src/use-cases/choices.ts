import {
  AlaasError,
  type Config,
  checkWrappers,
  type LearnerChoice,
  learnerChoice,
  type learnerChoiceSchema,
  parseOptions,
  type QueryRequest,
  type StrategyChoice,
  type Training,
  type WrapChoice,
  type wrapChoiceSchema,
} from '@alaas/core';
import { defaultStrategy, findLearner, findStrategy, findWrapper } from '@alaas/zoo';
import type { z } from 'zod';

/** How a query chooses, with every default filled in and every name looked up. */
export interface Choices {
  readonly budget: number;
  readonly strategy: StrategyChoice;
  readonly learner: LearnerChoice;
  readonly training: Training;
  readonly seed: number;
  readonly keepDuplicates: boolean;
}

type Asked = Pick<QueryRequest, 'budget' | 'strategy' | 'learner' | 'seed' | 'keepDuplicates'> & {
  readonly training?: Training | undefined;
};

/**
 * What a request asks for, the config filling the gaps.
 *
 * @throws AlaasError `INVALID_BUDGET`, `UNKNOWN_STRATEGY`, `UNKNOWN_WRAPPER`, `INVALID_OPTION`, `UNKNOWN_LEARNER`
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
    learner: chooseLearner(asked.learner ?? config.learner),
    training: asked.training ?? config.training,
    seed: asked.seed ?? config.seed,
    keepDuplicates: asked.keepDuplicates ?? config.keep_duplicates,
  };
}

/** A learner as a request names it, looked up. @throws AlaasError `UNKNOWN_LEARNER`, `INVALID_OPTION` */
export function chooseLearner(choice: z.input<typeof learnerChoiceSchema>): LearnerChoice {
  const { type, options } = learnerChoice(choice);
  const learner = findLearner(type);
  return { type: learner.id, options: parseOptions(learner, options) };
}

/** A strategy as a request names it, looked up and with every option. @throws AlaasError `UNKNOWN_STRATEGY`, `INVALID_OPTION` */
export function chooseStrategy(choice: NonNullable<Asked['strategy']>): StrategyChoice {
  const { type, options = {}, wrap = [] } = typeof choice === 'string' ? { type: choice } : choice;
  const isAuto = type === 'auto' && Object.keys(options).length === 0;
  // what auto stands for ranks row by row, as random does
  const strategy = isAuto ? defaultStrategy(false) : findStrategy(type);
  const chosen = isAuto ? { type, options } : { type: strategy.id, options: parseOptions(strategy, options) };
  const wraps = wrap.map(chooseWrap);
  checkWrappers(
    strategy,
    wraps.map((one) => findWrapper(one.type)),
  );
  return wraps.length === 0 ? chosen : { ...chosen, wrap: wraps };
}

function chooseWrap(choice: z.input<typeof wrapChoiceSchema>): WrapChoice {
  const { type, options = {} } = typeof choice === 'string' ? { type: choice } : choice;
  const wrapper = findWrapper(type);
  return { type: wrapper.id, options: parseOptions(wrapper, options) };
}
