import type { History } from './round.ts';
import type { StoppingPlan } from './stopping-plan.ts';
import { judge, type Lack, type Verdict } from './stopping-rule.ts';

/** The verdicts of a plan's rules, in the shape of the plan. Plain data. */
export type Judgement =
  | { readonly kind: 'any' | 'all'; readonly stop: boolean; readonly parts: readonly Judgement[] }
  | ({
      readonly kind: 'rule';
      readonly rule: string;
      readonly title: string;
      readonly options: Readonly<Record<string, unknown>>;
    } & Verdict);

/**
 * Judges the rounds so far: `any` stops when one of its parts does, `all` when all of them do.
 *
 * @param seed unsigned 32-bit; the same rounds and seed give the same judgement
 */
export function judgePlan(plan: StoppingPlan, history: History, seed: number): Judgement {
  if (plan.kind === 'rule') {
    const { rule, options } = plan;
    return { kind: 'rule', rule: rule.id, title: rule.title, options, ...judge(rule, history, options, seed) };
  }
  const parts = plan.parts.map((part) => judgePlan(part, history, seed));
  const stop = plan.kind === 'any' ? parts.some((part) => part.stop) : parts.every((part) => part.stop);
  return { kind: plan.kind, stop, parts };
}

/** A judgement in lines to read, the parts of a whole indented below it: which are met, which are open, and why. */
export function explainJudgement(judgement: Judgement): string[] {
  if (judgement.kind === 'rule') {
    return [`${judgement.stop ? 'met' : 'open'}: ${judgement.title}. ${judgement.reason}`];
  }
  const { kind, stop, parts } = judgement;
  const met = parts.filter((part) => part.stop).length;
  const wanted = kind === 'any' ? `any of ${parts.length} parts is` : `all of ${parts.length} parts are`;
  const head = `${stop ? 'met' : 'open'}: Stops when ${wanted} met; ${met} ${met === 1 ? 'is' : 'are'}.`;
  return [head, ...parts.flatMap(explainJudgement).map((line) => `  ${line}`)];
}

/** A part of a judgement, without its parts: they follow it, one level deeper. Plain data. */
export type JudgedPart =
  | {
      readonly kind: 'any' | 'all';
      readonly level: number;
      readonly isMet: boolean;
      readonly parts: number;
      /** Parts that are met. */
      readonly met: number;
    }
  | {
      readonly kind: 'rule';
      readonly level: number;
      readonly isMet: boolean;
      readonly rule: string;
      readonly options: Readonly<Record<string, unknown>>;
      /** The number that the rule compares; null: there is none yet. */
      readonly value: number | null;
      readonly lacks?: Lack;
    };

/** A judgement as a list in the order of {@link explainJudgement}, for a page that says it in its own language. */
export function judgedParts(judgement: Judgement, level = 0): JudgedPart[] {
  const isMet = judgement.stop;
  if (judgement.kind === 'rule') {
    const { rule, options, value = null, lacks } = judgement;
    return [{ kind: 'rule', level, isMet, rule, options, value, ...(lacks === undefined ? {} : { lacks }) }];
  }
  const { kind, parts } = judgement;
  const met = parts.filter((part) => part.stop).length;
  return [{ kind, level, isMet, parts: parts.length, met }, ...parts.flatMap((part) => judgedParts(part, level + 1))];
}
