import type { SimulationResult, StrategyOutcome } from '@alaas/core';
import { formatTable } from '../terminal/table.ts';

/** The strategies in a table, best first, and what was left out. */
export function summariseSimulation({ setting, strategies, leftOut }: SimulationResult): string {
  const head = ['STRATEGY', 'AUBC', 'LAST ACCURACY', `AGAINST ${setting.baseline.toUpperCase()}`, 'P (HOLM)'];
  if (setting.target !== undefined) head.push(`LABELS TO ${setting.target}`);
  const rows = strategies.map((outcome) => {
    const { strategy, aubc, accuracy, againstBaseline } = outcome;
    const last = accuracy.at(-1);
    const row = [
      strategy,
      withHalfWidth(aubc),
      last === undefined ? '' : withHalfWidth(last),
      againstBaseline === null ? '' : signed(againstBaseline.difference),
      againstBaseline?.holm === null || againstBaseline === null ? '' : formatP(againstBaseline.holm),
    ];
    if (setting.target !== undefined) row.push(reached(outcome, setting.seeds.length));
    return row;
  });
  const { data, items, testItems, classes, learner, seedSet, batch, budget, seeds } = setting;
  return [
    `${data}: ${items} items of ${classes.length} classes, measured on ${testItems}; ${learner}; seed set ${seedSet}, then ${budget} labels in batches of ${batch}; ${seeds.length} seeds.`,
    '',
    formatTable([head, ...rows]),
    ...leftOut.map(({ strategy, code, message, seed }) =>
      seed === undefined
        ? `Left out: ${strategy} (${code}: ${message})`
        : `Failed: ${strategy}, in the run of seed ${seed} (${code}: ${message})`,
    ),
  ].join('\n');
}

/** `0.8123 ± 0.0045`: a mean and half its 95 % interval. */
export function withHalfWidth({ mean, interval }: StrategyOutcome['aubc']): string {
  return interval === null ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${((interval[1] - interval[0]) / 2).toFixed(4)}`;
}

/** `+0.0123` */
export function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
}

/** `0.032`, `< 0.001` */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

function reached({ labelsToTarget }: StrategyOutcome, seeds: number): string {
  if (labelsToTarget === undefined || labelsToTarget.mean === null) return 'not reached';
  const share = labelsToTarget.reached === seeds ? '' : ` (${labelsToTarget.reached} of ${seeds})`;
  return `${Math.round(labelsToTarget.mean)}${share}`;
}
