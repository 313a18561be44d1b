import type { History } from './round.ts';
import type { StoppingPlan } from './stopping-plan.ts';
import { judge, type Verdict } from './stopping-rule.ts';

/** The verdicts of a plan's rules, in the shape of the plan. Plain data. */
export type Judgement =
  | { readonly kind: 'any' | 'all'; readonly stop: boolean; readonly parts: readonly Judgement[] }
  | ({ readonly kind: 'rule'; readonly rule: string; readonly title: string } & Verdict);

/**
 * Judges the rounds so far: `any` stops when one of its parts does, `all` when all of them do.
 *
 * @param seed unsigned 32-bit; the same rounds and seed give the same judgement
 */
export function judgePlan(plan: StoppingPlan, history: History, seed: number): Judgement {
  if (plan.kind === 'rule') {
    const { rule, options } = plan;
    return { kind: 'rule', rule: rule.id, title: rule.title, ...judge(rule, history, options, seed) };
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
