import type { SelectionPlan, SelectionRequest } from '@alaas/core';
import { withWraps } from '../query/wrap.ts';
import { formatCount, formatCountOf, formatSeconds } from './numbers.ts';

/** A plan in a few lines: sizes, memory against what is free, seconds, and what else would fit. */
export function describePlan(plan: SelectionPlan): string {
  const { strategy, wrap, rows, labelled, classes, width, members, budget, bytes, free, fits, seconds } = plan;
  const sizes = [
    ...(width > 0 ? [`width ${formatCount(width)}`] : []),
    ...(classes > 0 ? [`${formatCount(classes)} classes`] : []),
    ...(members > 0 ? [`${formatCount(members)} members`] : []),
    ...(labelled > 0 ? [`${formatCount(labelled)} labelled`] : []),
  ];
  const low = seconds.low < 0.01 ? 'up to ' : `${formatSeconds(seconds.low)} to `;
  const needed = gigabytes(bytes.signals + bytes.strategy);
  return [
    `${formatCount(budget)} of ${[`${formatCount(rows)} rows`, ...sizes].join(', ')} by ${withWraps(strategy, wrap)}:`,
    `  memory   ${fits ? '' : 'does not fit: '}up to ${needed} (signals ${gigabytes(bytes.signals)}, work ${gigabytes(bytes.strategy)}); ${gigabytes(free)} free`,
    `  time     ${low}${formatSeconds(seconds.high)}, an estimate`,
    ...(plan.pending === undefined
      ? []
      : [`  before   a scan of ${formatCountOf(plan.pending, 'item')}, which takes as long as its model does`]),
    ...(plan.alternative === undefined
      ? []
      : [`  instead  ${flagsOf(plan.alternative.strategy)}: ${plan.alternative.why}`]),
  ].join('\n');
}

/** A strategy as the command line names it. */
function flagsOf(strategy: NonNullable<SelectionRequest['strategy']>): string {
  if (typeof strategy === 'string') return `--strategy ${strategy}`;
  const wraps = (strategy.wrap ?? []).map((one) => {
    if (typeof one === 'string') return `--wrap ${one}`;
    const options = Object.entries(one.options ?? {}).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `--wrap ${one.type}${options.length > 0 ? `:${options.join(',')}` : ''}`;
  });
  return [`--strategy ${strategy.type}`, ...wraps].join(' ');
}

/** `1.5 GB`, `23 MB`; two digits, decimal. */
function gigabytes(bytes: number): string {
  const [size, unit] = bytes >= 1e9 ? [bytes / 1e9, 'GB'] : [bytes / 1e6, 'MB'];
  return `${Number(size.toPrecision(2))} ${unit}`;
}
