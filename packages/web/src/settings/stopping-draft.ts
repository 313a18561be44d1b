import type { Project } from '@alaas/core';

type Stopping = Project['stopping'];

/** Rules joined in one way, as the form shows them; undefined: the plan is deeper than that. */
export interface StoppingDraft {
  readonly join: 'any' | 'all';
  /** Rules by id, with their options as JSON; '' for none. */
  readonly rules: Readonly<Record<string, string>>;
}

/** The plan as the form shows it; undefined where only JSON can. */
export function stoppingDraft(stopping: Stopping): StoppingDraft | undefined {
  if (stopping === null) return { join: 'any', rules: {} };
  const parts = stopping.rule === undefined ? (stopping.any ?? stopping.all ?? []) : [stopping];
  const rules: Record<string, string> = {};
  for (const { rule, options } of parts) {
    if (rule === undefined || Object.hasOwn(rules, rule)) return undefined;
    rules[rule] = options === undefined ? '' : JSON.stringify(options);
  }
  return { join: stopping.all === undefined ? 'any' : 'all', rules };
}

/** The plan that the form says. @throws SyntaxError where options are no JSON */
export function stoppingOf({ join, rules }: StoppingDraft): Stopping {
  const parts = Object.entries(rules).map(([rule, options]) => ({
    rule,
    ...(options.trim() === '' ? {} : { options: JSON.parse(options) as Record<string, unknown> }),
  }));
  const [only] = parts;
  if (only === undefined) return null;
  return parts.length === 1 ? only : { [join]: parts };
}
