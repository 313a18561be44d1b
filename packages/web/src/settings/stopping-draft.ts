import type { Project } from '@alaas/core';

type Stopping = Project['stopping'];

/** Options of a rule that are not its defaults. */
export type RuleOptions = Readonly<Record<string, unknown>>;

/** Rules joined in one way, as the form shows them. */
export interface StoppingDraft {
  readonly join: 'any' | 'all';
  /** Rules by id, with their options. */
  readonly rules: Readonly<Record<string, RuleOptions>>;
}

/** The plan as the form shows it; undefined where only JSON can. */
export function stoppingDraft(stopping: Stopping): StoppingDraft | undefined {
  if (stopping === null) return { join: 'any', rules: {} };
  const parts = stopping.rule === undefined ? (stopping.any ?? stopping.all ?? []) : [stopping];
  const rules: Record<string, RuleOptions> = {};
  for (const { rule, options = {} } of parts) {
    if (rule === undefined || Object.hasOwn(rules, rule)) return undefined;
    rules[rule] = options;
  }
  return { join: stopping.all === undefined ? 'any' : 'all', rules };
}

/** The plan that the form says. */
export function stoppingOf({ join, rules }: StoppingDraft): Stopping {
  const parts = Object.entries(rules).map(([rule, options]) => ({
    rule,
    ...(Object.keys(options).length === 0 ? {} : { options }),
  }));
  const [only] = parts;
  if (only === undefined) return null;
  return parts.length === 1 ? only : { [join]: parts };
}
