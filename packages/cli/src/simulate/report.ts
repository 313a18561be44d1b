import { readFileSync } from 'node:fs';
import type { SimulationResult, StoppingConfig, StrategyOutcome } from '@alaas/core';
import { reportScript } from './report-script.ts';
import { reportStyle } from './report-style.ts';
import { formatP, signed, withHalfWidth } from './summary.ts';

const measures = [
  { key: 'accuracy', title: 'Accuracy' },
  { key: 'macroF1', title: 'Macro-F1' },
  { key: 'calibrationError', title: 'Calibration error' },
] as const;

/** Curves shown at first: more would be a tangle. */
const SHOWN_AT_FIRST = 6;

/**
 * A page with the curves of a simulation (mean and 95 % interval), each with its table, the paired tests and the penalty
 * matrix. One file without any other: it opens where there is no network.
 */
export function reportPage(result: SimulationResult): string {
  const { setting, strategies, leftOut } = result;
  const title = `Query strategies on ${setting.data}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${fileText(import.meta.resolve('uplot/dist/uPlot.min.css'))}${reportStyle}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="soft">Each strategy labels from the same seed sets; means over ${setting.seeds.length} seeds, with 95 % intervals.</p>
${settingList(result)}
<h2>Who is ahead</h2>
${overview(result)}
${leftOut.length === 0 ? '' : leftOutList(leftOut)}
<h2>Learning curves</h2>
${choices(result)}
${measures.map(({ key, title: name }) => figure(key, name, strategies)).join('\n')}
${penaltyTable(result)}
${stopTables(result)}
<h2>Seeds</h2>
${seedTable(result)}
<script type="application/json" id="curves">${forScript({ measures, curves: curvesOf(strategies) })}</script>
<script>${fileText(import.meta.resolve('uplot/dist/uPlot.iife.min.js'))}</script>
<script>${reportScript}</script>
</body>
</html>`;
}

function settingList({ setting }: SimulationResult): string {
  const { data, model, learner, items, testItems, classes, width, seedSet, batch, budget, seeds, baseline, key } =
    setting;
  const facts: [string, string][] = [
    ['Data', data],
    ['Model', model ?? 'vectors as given'],
    ['Learner', learner],
    ['Items to choose from', String(items)],
    ['Items measured on', String(testItems)],
    ['Classes', String(classes.length)],
    ['Embedding width', String(width)],
    ['Seed set', String(seedSet)],
    ['Batch', String(batch)],
    ['Budget', String(budget)],
    ['Seeds', seeds.join(', ')],
    ['Baseline', baseline],
    ['Inputs', key.slice(0, 12)],
  ];
  return `<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>`;
}

function overview({ setting, strategies }: SimulationResult): string {
  const target = setting.target;
  const head = [
    'Strategy',
    'AUBC',
    `Difference from ${setting.baseline}`,
    'p',
    'p (Holm)',
    'Last accuracy',
    'Forecast',
    ...(target === undefined ? [] : [`Labels to ${target}`]),
    'Seconds a round',
    'Peak memory',
  ];
  const rows = strategies.map((outcome) => {
    const { strategy, aubc, accuracy, againstBaseline, labelsToTarget, forecast, seconds, peakMemoryBytes } = outcome;
    const last = accuracy.at(-1);
    const { difference, p, holm } = againstBaseline ?? { difference: undefined, p: null, holm: null };
    return [
      strategy,
      withHalfWidth(aubc),
      difference === undefined ? '' : signed(difference),
      p === null ? '' : formatP(p),
      holm === null ? '' : formatP(holm),
      last === undefined ? '' : withHalfWidth(last),
      forecast === null ? '' : `${forecast.accuracy.low.toFixed(3)} to ${forecast.accuracy.high.toFixed(3)}`,
      ...(target === undefined ? [] : [reachedBy(labelsToTarget, setting.seeds.length)]),
      (seconds.fit + seconds.select).toFixed(2),
      `${Math.round(peakMemoryBytes / 1e6)} MB`,
    ];
  });
  return `${table(head, rows)}
<p class="soft">AUBC: area under the accuracy curve, divided by the budget. p: two-sided paired t-test over seeds, then corrected for the number of strategies by Holm. A mean is written with half its 95 % interval. Forecast: 95 % interval of the accuracy at twice the labels of the last round.</p>`;
}

function reachedBy(reached: StrategyOutcome['labelsToTarget'], seeds: number): string {
  if (reached === undefined || reached.mean === null) return `not reached`;
  return `${Math.round(reached.mean)}${reached.reached === seeds ? '' : ` (${reached.reached} of ${seeds})`}`;
}

function leftOutList(leftOut: SimulationResult['leftOut']): string {
  const list = (title: string, items: readonly string[]): string =>
    items.length === 0
      ? ''
      : `<details><summary>${title}: ${items.length}</summary><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul></details>`;
  const unable = leftOut.filter(({ seed }) => seed === undefined);
  const failed = leftOut.filter(({ seed }) => seed !== undefined);
  return [
    list(
      'Strategies that could not run here',
      unable.map(({ strategy, message }) => `${strategy}: ${message}`),
    ),
    list(
      'Strategies that failed in a run',
      failed.map(({ strategy, seed, message }) => `${strategy}, seed ${seed}: ${message}`),
    ),
  ].join('');
}

function choices({ setting, strategies }: SimulationResult): string {
  const boxes = strategies.map(({ strategy }, i) => {
    const isBaseline = strategy === setting.baseline;
    const isShown = i < SHOWN_AT_FIRST || isBaseline;
    return `<label><input type="checkbox" data-baseline="${isBaseline}"${isShown ? ' checked' : ''}><i style="background:${colourOf(i)}"></i>${escaped(strategy)}</label>`;
  });
  return `<fieldset><legend>Shown</legend><div class="choices">${boxes.join('')}</div>
<p><button type="button" data-show="best">Best five and the baseline</button> <button type="button" data-show="all">All</button> <button type="button" data-show="none">None</button></p></fieldset>`;
}

type MeasureKey = (typeof measures)[number]['key'];

function figure(key: MeasureKey, title: string, strategies: readonly StrategyOutcome[]): string {
  const labels = strategies[0]?.[key].map((point) => point.labels) ?? [];
  const rows = strategies.map((outcome) => [outcome.strategy, ...outcome[key].map(withHalfWidth)]);
  return `<figure><figcaption>${title} by number of labels</figcaption><div id="plot-${key}" role="img" aria-label="${title} by number of labels; the same numbers are in the table below"></div>
<details><summary>${title} as a table</summary>${table(['Strategy', ...labels.map(String)], rows)}</details></figure>`;
}

function penaltyTable({ strategies, penalties }: SimulationResult): string {
  if (penalties === null) return '';
  const names = strategies.map(({ strategy }) => strategy);
  const head = names.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const rows = penalties.map((row, i) => {
    const cells = row.map((share) =>
      share === 0
        ? '<td></td>'
        : `<td style="background:rgb(var(--win) / ${share.toFixed(2)})">${share.toFixed(2)}</td>`,
    );
    return `<tr><th scope="row">${escaped(names[i] as string)}</th>${cells.join('')}</tr>`;
  });
  return `<h2>Who beats whom</h2>
<p class="soft">Share of rounds in which the strategy of the row is better than that of the column, by a paired two-sided t-test at 0.05 over seeds (Ash et al. 2020). Not corrected for the number of tests.</p>
<div class="scroll"><table class="penalty"><thead><tr><th></th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** For each part that was asked for, where it would have stopped. */
function stopTables({ setting, strategies, runs }: SimulationResult): string {
  const parts = runs[0]?.stops ?? [];
  if (parts.length === 0) return '';
  const tables = parts.map(({ stopping }, part) => {
    const rows = strategies.map(({ strategy }) => {
      const stops = runs.filter((run) => run.strategy === strategy).map((run) => run.stops[part]);
      const stopped = stops.flatMap((stop) => (stop?.labels == null ? [] : [stop]));
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
      return [
        strategy,
        `${stopped.length} of ${setting.seeds.length}`,
        stopped.length === 0 ? '' : String(Math.round(mean(stopped.map(({ labels }) => labels as number)))),
        stopped.length === 0 ? '' : mean(stopped.map(({ accuracy }) => accuracy as number)).toFixed(4),
        stops[0]?.why.join(' ') ?? '',
      ];
    });
    const head = ['Strategy', 'Stopped', 'Labels', 'Accuracy there', `Seed ${setting.seeds[0]}: why, or why not yet`];
    return `<h3>${escaped(nameOfStop(stopping))}</h3>${table(head, rows)}`;
  });
  return `<h2>Where stopping rules would have stopped</h2><div class="stops">${tables.join('')}</div>`;
}

function nameOfStop({ any, all, rule = '', options }: StoppingConfig): string {
  if (any !== undefined) return `any of (${any.map(nameOfStop).join(', ')})`;
  if (all !== undefined) return `all of (${all.map(nameOfStop).join(', ')})`;
  const given = Object.entries(options ?? {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return given.length === 0 ? rule : `${rule} (${given.join(', ')})`;
}

function seedTable({ setting, strategies, runs }: SimulationResult): string {
  const rows = strategies.map(({ strategy }) => [
    strategy,
    ...setting.seeds.map(
      (seed) => runs.find((run) => run.strategy === strategy && run.seed === seed)?.aubc.toFixed(4) ?? '',
    ),
  ]);
  return `<details><summary>AUBC of every run</summary>${table(['Strategy', ...setting.seeds.map((seed) => `Seed ${seed}`)], rows)}</details>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('');
  const lines = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('');
  return `<div class="scroll"><table><thead><tr>${cells('th', head)}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

interface Curve {
  readonly strategy: string;
  readonly colour: string;
  readonly labels: readonly number[];
  readonly values: Readonly<Record<MeasureKey, { mean: number[]; low: number[]; high: number[] }>>;
}

function curvesOf(strategies: readonly StrategyOutcome[]): Curve[] {
  return strategies.map((outcome, i) => {
    const valuesOf = (key: MeasureKey): { mean: number[]; low: number[]; high: number[] } => ({
      mean: outcome[key].map(({ mean }) => mean),
      // all three measures lie in 0..1, and an interval by Student's t may not
      low: outcome[key].map(({ mean, interval }) => Math.max(0, interval?.[0] ?? mean)),
      high: outcome[key].map(({ mean, interval }) => Math.min(1, interval?.[1] ?? mean)),
    });
    return {
      strategy: outcome.strategy,
      colour: colourOf(i),
      labels: outcome.accuracy.map(({ labels }) => labels),
      values: {
        accuracy: valuesOf('accuracy'),
        macroF1: valuesOf('macroF1'),
        calibrationError: valuesOf('calibrationError'),
      },
    };
  });
}

/** Hues a golden angle apart, so that neighbours in the list differ; `#rrggbb`, to which the page adds an opacity. */
function colourOf(i: number): string {
  const hue = (210 + i * 137.508) % 360;
  const lightness = 0.45 + 0.12 * ((i % 3) - 1);
  const spread = 0.65 * Math.min(lightness, 1 - lightness);
  const channel = (n: number): string => {
    const k = (n + hue / 30) % 12;
    const value = lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** A file of the chart library, to be pasted in. */
function fileText(url: string): string {
  return readFileSync(new URL(url), 'utf8');
}

/** JSON that ends no script element, whatever names it holds. */
function forScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
