import {
  AlaasError,
  type Block,
  hashText,
  parseOptions,
  type Reweigher,
  type SignalName,
  type Wrap,
} from '@alaas/core';
import { restrictBlock } from './restrict.ts';

type Reweigh = (utilities: Float64Array, block: Block<SignalName>) => Float64Array;

/** What the reweighers of a query do to the utilities of its strategy. */
export interface Reweighing {
  /** Whether utilities change at all; if not, the strategy may leave out what is below the floor. */
  readonly changes: boolean;
  /** To each block as it comes. */
  readonly ofBlock: Reweigh;
  /** To all rows at once, after the last block, where a reweigher asks for that. */
  readonly ofPool?: Reweigh;
}

/**
 * @param wraps those that are reweighers, the nearest to the strategy first
 * @param seed unsigned 32-bit; each reweigher gets another one of it
 * @throws AlaasError `INVALID_OPTION`
 */
export function reweighing(wraps: readonly Wrap[], seed: number, checkpoint: () => void): Reweighing {
  const steps = wraps
    .filter((wrap): wrap is Wrap & { readonly wrapper: Reweigher } => wrap.wrapper.kind === 'reweigher')
    .map(({ wrapper, options }, place) => {
      const context = {
        options: parseOptions(wrapper, options),
        seed: hashText(`reweigher ${place}`, seed),
        checkpoint,
      };
      const apply: Reweigh = (utilities, block) => {
        const changed = wrapper.reweigh(utilities, restrictBlock(block, wrapper), context);
        if (changed.length === utilities.length) return changed;
        throw new AlaasError(
          'INTERNAL',
          `The wrapper ${wrapper.id} gave ${changed.length} utilities for ${utilities.length} rows. Report this fault.`,
        );
      };
      return { scope: wrapper.scope, apply };
    });
  const whole = steps.findIndex(({ scope }) => scope === 'pool');
  const [early, late] = whole < 0 ? [steps, []] : [steps.slice(0, whole), steps.slice(whole)];
  const chain =
    (parts: typeof steps): Reweigh =>
    (utilities, block) =>
      parts.reduce((changed, { apply }) => apply(changed, block), utilities);
  return {
    changes: steps.length > 0,
    ofBlock: chain(early),
    ...(late.length > 0 && { ofPool: chain(late) }),
  };
}
