import { checkWrappers, parseOptions, type Strategy, type WrapChoice, type Wrapper } from '@alaas/core';
import { findWraps } from '@alaas/zoo';

/**
 * The wrappers that a query names, when they and their options fit the strategy.
 *
 * @throws AlaasError `UNKNOWN_WRAPPER`, `INVALID_OPTION`
 */
export function checkWraps(strategy: Strategy, choices: readonly WrapChoice[] | undefined): readonly Wrapper[] {
  const wrappers = findWraps(choices).map(({ wrapper, options }) => {
    parseOptions(wrapper, options);
    return wrapper;
  });
  checkWrappers(strategy, wrappers);
  return wrappers;
}

/** What an answer says of the wrappers: nothing where there are none. */
export function wrapNames(wrappers: readonly Wrapper[]): { readonly wrap?: string[] } {
  return wrappers.length === 0 ? {} : { wrap: wrappers.map(({ id }) => id) };
}
