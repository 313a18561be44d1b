import type { StopPart } from '@alaas/core';
import type { Format } from '../i18n/create-format.ts';
import type { Language } from '../i18n/messages.ts';
import { stopMessages } from './stop-messages.ts';

type RuleId = keyof (typeof stopMessages)['en']['says'];

/** The option that a rule's number is compared with, and how both are shown. */
const limits: Readonly<Record<RuleId, { readonly option: string; readonly as: 'number' | 'share' | 'seconds' }>> = {
  'classification-change': { option: 'share', as: 'share' },
  'cost-limit': { option: 'cost', as: 'number' },
  'delta-f': { option: 'threshold', as: 'number' },
  'forecast-gain': { option: 'gain', as: 'number' },
  'forecast-unreachable': { option: 'target', as: 'share' },
  'kappa-average': { option: 'threshold', as: 'number' },
  'label-budget': { option: 'labels', as: 'number' },
  'max-rounds': { option: 'rounds', as: 'number' },
  'metric-plateau': { option: 'band', as: 'number' },
  'overall-uncertainty': { option: 'threshold', as: 'share' },
  'pool-share': { option: 'share', as: 'share' },
  'target-metric': { option: 'target', as: 'share' },
  'variance-surge': { option: 'threshold', as: 'number' },
  'wall-time': { option: 'seconds', as: 'seconds' },
};

/** What a part of the stopping rules says of itself, in a language of the interface. */
export function sayPart(part: StopPart, language: Language, format: Format): string {
  const t = stopMessages[language];
  if (part.kind !== 'rule') return t[part.kind](part.parts, part.met);
  const { rule, options, value, lacks } = part;
  if (!isKnown(rule)) return rule;
  if (value === null) {
    const { what, have = 0, want = 1 } = lacks ?? { what: 'rounds' };
    return t.named(t.titles[rule], t.lacks[what](have, want));
  }
  const { option, as } = limits[rule];
  const limit = Number(options[option]);
  const show = {
    number: (shown: number) => numberOf(shown, digitsFor(value, limit), format),
    share: (shown: number) => `${numberOf(shown * 100, digitsFor(value * 100, limit * 100), format)}%`,
    seconds: (shown: number) => format.duration(shown * 1000),
  }[as];
  const said = {
    value: show(value),
    limit: show(limit),
    metric: t.metrics[options.metric === 'macroF1' ? 'macroF1' : 'accuracy'],
    rounds: Number(options.rounds ?? 1),
    labels: format.count(Number(options.labels ?? 0)),
  };
  return t.named(t.titles[rule], t.says[rule](said));
}

function isKnown(rule: string): rule is RuleId {
  return Object.hasOwn(limits, rule);
}

function numberOf(value: number, digits: number, format: Format): string {
  return Number.isInteger(value) ? format.count(value) : format.number(value, digits);
}

/** So few digits behind the point that a number is still on its side of a limit: nothing says that 0.99 is below 0.99. */
export function digitsFor(value: number, limit: number): number {
  const side = Math.sign(value - limit);
  for (let digits = 2; digits < 8; digits++) {
    if (Math.sign(Number(value.toFixed(digits)) - limit) === side) return digits;
  }
  return 8;
}
