import type { ProjectMetrics } from '@alaas/core';
import { formatEstimate, formatShare } from '../terminal/estimate.ts';
import { formatCount, formatCountOf } from '../terminal/numbers.ts';
import { paint } from '../terminal/paint.ts';
import { oneLine } from '../terminal/plain.ts';
import { formatTable } from '../terminal/table.ts';
import type { Output } from '../world.ts';

/** How a project is going, on one page: what is labelled, how good the head is, what is next. */
export function metricsPage(project: string, metrics: ProjectMetrics, output: Pick<Output, 'hasColours'>): string {
  const rows = [
    ['  labelled', labelled(metrics)],
    ['  head', head(metrics)],
    ['  accuracy', accuracy(metrics)],
    ...(metrics.evaluation === null ? [] : [['  macro F1', formatShare(metrics.evaluation.macroF1)]]),
    [
      '  calibration',
      metrics.evaluation === null ? 'unknown yet' : `off by ${formatEstimate(metrics.evaluation.calibrationError)}`,
    ],
    ['  saved', saved(metrics)],
    ['  forecast', forecast(metrics)],
    ['  advice', advice(metrics)],
  ];
  const labels = labelRows(metrics);
  return [
    paint(output, 'bold', project),
    formatTable(rows),
    ...(labels.length === 0 ? [] : ['', paint(output, 'bold', '  by label'), formatTable(labels)]),
    ...curve(metrics, output),
  ].join('\n');
}

function labelled({ pool }: ProjectMetrics): string {
  const { items, completed, inProgress, responses, byArm } = pool;
  const drawn = byArm.control ?? 0;
  const held = inProgress === 0 ? '' : `, ${formatCount(inProgress)} in hand`;
  return `${formatCount(completed)} of ${formatCountOf(items, 'item')} (${formatCountOf(responses, 'answer')}, ${formatCount(drawn)} of them drawn at random)${held}`;
}

function head({ training }: ProjectMetrics): string {
  const { modelVersion, labels, behind, isTraining, error, refreshMs } = training;
  if (error !== null) return `version ${modelVersion}; the last training failed: ${error.code}: ${error.detail}`;
  if (modelVersion === 0) return isTraining ? 'the first is being trained' : 'none yet: it takes answers of two labels';
  const news = behind === 0 ? '' : `, ${formatCountOf(behind, 'answer')} behind`;
  const pace = refreshMs === null ? '' : `; an answer is learnt in ${formatCount(refreshMs.median)} ms (median)`;
  return `version ${modelVersion}, learnt from ${formatCountOf(labels, 'label')}${news}${pace}`;
}

function accuracy({ evaluation }: ProjectMetrics): string {
  if (evaluation === null || evaluation.accuracy === null) return 'unknown yet: it takes answers drawn at random';
  return `${formatShare(evaluation.accuracy)} on ${formatCountOf(evaluation.items, 'answer')} drawn at random`;
}

function saved({ saved: estimate }: ProjectMetrics): string {
  if (estimate === null) return 'unknown yet';
  return estimate.labels === null
    ? estimate.detail
    : `${formatEstimate(estimate.labels, 0)} labels against random. ${estimate.detail}`;
}

function forecast({ forecast: estimate }: ProjectMetrics): string {
  return estimate === null ? 'none: set a target, or label more' : estimate.detail;
}

function advice({ stop }: ProjectMetrics): string {
  if (stop.isAdvised) return `stop: ${stop.reasons.join(' ')}`;
  return stop.reasons.length === 0 ? 'go on' : `go on: ${stop.reasons.join(' ')}`;
}

function labelRows({ classBalance, evaluation }: ProjectMetrics): string[][] {
  const measured = new Map(evaluation?.perLabel.map((row) => [row.label, row]));
  const rows = classBalance
    .slice(0, mostLabels)
    .map(({ label, responses, share }) => [
      `  ${oneLine(label, 30)}`,
      formatCount(responses),
      `${(100 * share).toFixed(0)} %`,
      ratio(measured.get(label)?.precision),
      ratio(measured.get(label)?.recall),
      ratio(measured.get(label)?.f1),
    ]);
  const more = classBalance.length - rows.length;
  return [
    ...(rows.length === 0 ? [] : [['  LABEL', 'ANSWERS', 'SHARE', 'PRECISION', 'RECALL', 'F1']]),
    ...rows,
    ...(more > 0 ? [[`  and ${formatCount(more)} more: see --json`]] : []),
  ];
}

const mostLabels = 30;
/** Points of the learning curve that are shown. */
const mostPoints = 12;
const barWidth = 40;

/** Accuracy against labels as bars, from 0 to 100 %. */
function curve({ curve: points }: ProjectMetrics, output: Pick<Output, 'hasColours'>): string[] {
  const known = points.flatMap(({ labels, accuracy: value }) => (value === null ? [] : [{ labels, value }]));
  if (known.length < 2) return [];
  const step = Math.max(1, Math.ceil(known.length / mostPoints));
  // the newest point is always among them
  const shown = known.filter((_, i) => (known.length - 1 - i) % step === 0);
  const rows = shown.map(({ labels, value }) => [
    `  ${formatCount(labels)} labels`,
    `${'█'.repeat(Math.round(value.value * barWidth))}${'░'.repeat(barWidth - Math.round(value.value * barWidth))}`,
    formatShare(value),
  ]);
  return ['', paint(output, 'bold', '  accuracy as labels came'), formatTable(rows)];
}

function ratio(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : value.toFixed(2);
}
