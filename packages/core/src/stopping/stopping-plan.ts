import { z } from 'zod';
import { check, type Fault } from '../check.ts';
import { AlaasError, type ErrorCode, isAlaasError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { StoppingRule } from './stopping-rule.ts';

/** When to stop, as it is written: a rule with its options, or several parts joined by `any` or `all`. */
export type StoppingConfig = z.input<typeof stoppingSchema>;

/** The shape of {@link StoppingConfig}; which rules and options there are is up to {@link planStopping}. */
export const stoppingSchema = z
  .strictObject({
    get any(): Parts {
      return z.array(stoppingSchema).min(1).optional().describe('Stops as soon as one of these parts does.');
    },
    get all(): Parts {
      return z.array(stoppingSchema).min(1).optional().describe('Stops when all of these parts do.');
    },
    rule: z.string().min(1).optional().describe('Id of a stopping rule.'),
    options: z.record(z.string(), z.unknown()).optional().describe("The rule's own options."),
  })
  .superRefine((part, context) => {
    const given = [part.any, part.all, part.rule].filter((form) => form !== undefined).length;
    if (given !== 1) context.addIssue({ code: 'custom', message: 'give exactly one of any, all and rule' });
    else if (part.options !== undefined && part.rule === undefined) {
      context.addIssue({ code: 'custom', path: ['options'], message: 'only a rule has options' });
    }
  });

type Parts = z.ZodOptional<z.ZodArray<typeof stoppingSchema>>;

/** When to stop, with rules found and options checked. */
export type StoppingPlan =
  | { readonly kind: 'any' | 'all'; readonly parts: readonly StoppingPlan[] }
  | { readonly kind: 'rule'; readonly rule: StoppingRule; readonly options: Record<string, unknown> };

/** What a plan is made from. */
export interface PlanContext {
  readonly rules: readonly StoppingRule[];
  /** Names the value in messages: "alaas.yml", "the request body". */
  readonly what: string;
  readonly code: ErrorCode;
}

/**
 * The plan that a value from outside describes.
 *
 * @throws AlaasError `code`, listing every problem at once: unknown keys, rules and options with the nearest known one
 */
export function planStopping(value: unknown, { rules, what, code }: PlanContext): StoppingPlan {
  const config = check(stoppingSchema, value, what, code);
  const faults: Fault[] = [];
  const plan = planOf(config, '', { rules, faults });
  if (plan !== undefined && faults.length === 0) return plan;
  const lines = faults.map(({ path, message }) => `${path}: ${message}`);
  const title = lines.length === 1 ? `A problem in ${what}` : `${lines.length} problems in ${what}`;
  throw new AlaasError(code, `${title}: ${lines.join('; ')}.`, { details: faults });
}

interface Found {
  readonly rules: readonly StoppingRule[];
  /** Where problems are collected. */
  readonly faults: Fault[];
}

function planOf(config: z.output<typeof stoppingSchema>, path: string, found: Found): StoppingPlan | undefined {
  const before = path === '' ? '' : `${path}.`;
  for (const kind of ['any', 'all'] as const) {
    const inner = config[kind];
    if (inner === undefined) continue;
    const planned = inner.map((part, i) => planOf(part, `${before}${kind}[${i}]`, found));
    return { kind, parts: planned.filter((part) => part !== undefined) };
  }
  const id = config.rule ?? '';
  const rule = found.rules.find((known) => known.id === id);
  if (rule !== undefined) return leafOf(rule, config.options ?? {}, `${before}options`, found);
  const known = found.rules.map((entry) => entry.id);
  const meant = nearest(id, known);
  const hint = meant === undefined ? `known: ${known.join(', ')}` : `did you mean "${meant}"?`;
  found.faults.push({ path: `${before}rule`, message: `there is no stopping rule "${id}"; ${hint}` });
  return undefined;
}

function leafOf(rule: StoppingRule, given: unknown, path: string, { faults }: Found): StoppingPlan | undefined {
  try {
    const options = check(rule.options.strict(), given, 'its options', 'INVALID_OPTION');
    return { kind: 'rule', rule, options };
  } catch (error) {
    if (!isAlaasError(error, 'INVALID_OPTION')) throw error;
    for (const fault of error.details as Fault[]) {
      faults.push({ ...fault, path: fault.path === '' ? path : `${path}.${fault.path}` });
    }
    return undefined;
  }
}
