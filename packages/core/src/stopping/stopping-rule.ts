import type { z } from 'zod';
import { createRandom, hashText, type Random } from '../random.ts';
import { type History, type KnownRound, type RoundFact, roundFacts } from './round.ts';

/** Whether to stop, and why, or why not yet. */
export interface Verdict {
  readonly stop: boolean;
  /** The number that is compared with the threshold, never NaN; undefined while there is none. */
  readonly value: number | undefined;
  /** One or two sentences with the numbers. */
  readonly reason: string;
  /** What is missing while there is no value, for a page that says it in its own language. */
  readonly lacks?: Lack;
}

/**
 * What a rule waits for: a fact that no round has; so many rounds with what it looks at; successive rounds with answers on one
 * stop set; or metrics at different numbers of labels.
 */
export interface Lack {
  readonly what: RoundFact | 'rounds' | 'successive-rounds' | 'sizes';
  readonly have?: number;
  readonly want?: number;
}

/** What a rule gets beside the rounds. */
export interface CheckContext {
  /** The same for the same seed, whatever other rules there are. */
  readonly random: Random;
}

/** Says when more labels are not worth it. Pure: the same rounds, options and seed give the same verdict. */
export interface StoppingRule<Needs extends RoundFact = RoundFact, Options extends z.ZodObject = z.ZodObject> {
  /** kebab-case, unique. */
  readonly id: string;
  readonly title: string;
  /** One sentence: when does it stop? */
  readonly summary: string;
  /** Paper and year, or where the rule is in use. */
  readonly reference: string;
  /** It sees the rounds in which all of these are known, and no others. */
  readonly needs: readonly Needs[];
  /** Every option has a description, and a default unless it is the user's own limit. */
  readonly options: Options;
  /** @param rounds oldest first, at least one */
  check(rounds: readonly KnownRound<Needs>[], options: z.output<Options>, context: CheckContext): Verdict;
}

/** Declares a {@link StoppingRule}; the default export of a file in the zoo's `stopping/`. */
export function defineStoppingRule<const Needs extends RoundFact, Options extends z.ZodObject>(
  rule: StoppingRule<Needs, Options>,
): StoppingRule<Needs, Options> {
  return Object.freeze(rule);
}

/**
 * A rule's verdict on the rounds so far. Without a round, or without one in which all that the rule needs is known, it
 * does not stop, and says what is missing.
 *
 * @param options as the rule's schema gives them
 * @param seed unsigned 32-bit
 */
export function judge(rule: StoppingRule, history: History, options: Record<string, unknown>, seed: number): Verdict {
  if (history.length === 0) {
    return {
      stop: false,
      value: undefined,
      reason: 'There is no round yet.',
      lacks: { what: 'rounds', have: 0, want: 1 },
    };
  }
  const known = history.filter((round) => rule.needs.every((fact) => round[fact] !== undefined));
  if (known.length === 0) {
    const missing = rule.needs.filter((fact) => history.every((round) => round[fact] === undefined));
    const wanted = missing.length > 0 ? missing : rule.needs;
    const named = wanted.map((fact) => roundFacts[fact]).join(' and ');
    const [what = 'rounds'] = wanted;
    return { stop: false, value: undefined, reason: `Needs ${named}, and no round has that.`, lacks: { what } };
  }
  return rule.check(known as KnownRound<RoundFact>[], options, { random: createRandom(hashText(rule.id, seed)) });
}
