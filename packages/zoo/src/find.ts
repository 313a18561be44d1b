import type { Learner, StoppingRule, Strategy, Wrap, WrapChoice, Wrapper } from '@alaas/core';
import { find } from './find-by-name.ts';
import { learners, stoppingRules, strategies, wrappers } from './registry.gen.ts';

/**
 * The strategy with this id or alias; case, dashes and underscores do not matter.
 *
 * @throws AlaasError `UNKNOWN_STRATEGY` with the nearest name
 */
export function findStrategy(name: string): Strategy {
  return find(name, strategies, (strategy) => [strategy.id, ...strategy.aliases], 'UNKNOWN_STRATEGY', 'query strategy');
}

/**
 * The strategy meant by `auto`: margin-confidence where class probabilities are to be had, from the model or from a head
 * on labelled items; else random, which is also the seed set to begin with.
 */
export function defaultStrategy(hasProbabilities: boolean): Strategy {
  return findStrategy(hasProbabilities ? 'margin-confidence' : 'random');
}

/**
 * The wrapper with this id or alias; case, dashes and underscores do not matter.
 *
 * @throws AlaasError `UNKNOWN_WRAPPER` with the nearest name
 */
export function findWrapper(name: string): Wrapper {
  return find(name, wrappers, (wrapper) => [wrapper.id, ...wrapper.aliases], 'UNKNOWN_WRAPPER', 'wrapper');
}

/** The wrappers that a query names, in its order. @throws AlaasError `UNKNOWN_WRAPPER` with the nearest name */
export function findWraps(choices: readonly WrapChoice[] = []): Wrap[] {
  return choices.map(({ type, options }) => ({ wrapper: findWrapper(type), options }));
}

/** The learner with this id. @throws AlaasError `UNKNOWN_LEARNER` with the nearest name */
export function findLearner(name: string): Learner {
  return find(name, learners, (learner) => [learner.id], 'UNKNOWN_LEARNER', 'learner');
}

/** The stopping rule with this id. @throws AlaasError `UNKNOWN_STOPPING_RULE` with the nearest name */
export function findStoppingRule(name: string): StoppingRule {
  return find(name, stoppingRules, (rule) => [rule.id], 'UNKNOWN_STOPPING_RULE', 'stopping rule');
}
