import {
  AlaasError,
  type ErrorCode,
  type Featurizer,
  type Learner,
  nearest,
  type StoppingRule,
  type Strategy,
  type Wrap,
  type WrapChoice,
  type Wrapper,
} from '@alaas/core';
import { featurizers, learners, stoppingRules, strategies, wrappers } from './registry.gen.ts';

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

/** The built-in model with this id. @throws AlaasError `UNKNOWN_MODEL` with the nearest name */
export function findFeaturizer(name: string): Featurizer {
  return find(name, featurizers, (featurizer) => [featurizer.id], 'UNKNOWN_MODEL', 'built-in model');
}

/** The stopping rule with this id. @throws AlaasError `UNKNOWN_STOPPING_RULE` with the nearest name */
export function findStoppingRule(name: string): StoppingRule {
  return find(name, stoppingRules, (rule) => [rule.id], 'UNKNOWN_STOPPING_RULE', 'stopping rule');
}

function find<T extends { readonly id: string }>(
  name: string,
  entries: readonly T[],
  namesOf: (entry: T) => readonly string[],
  code: ErrorCode,
  noun: string,
): T {
  const key = canonical(name);
  const found = entries.find((entry) => namesOf(entry).some((known) => canonical(known) === key));
  if (found !== undefined) return found;
  const meant = nearest(name, entries.flatMap(namesOf));
  const hint =
    meant === undefined ? `Known: ${entries.map((entry) => entry.id).join(', ')}.` : `Did you mean "${meant}"?`;
  throw new AlaasError(code, `There is no ${noun} "${name}". ${hint}`);
}

function canonical(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}
