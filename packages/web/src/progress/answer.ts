import { fewestForComparison, type Project, type ProjectMetrics } from '@alaas/core';

type Estimate = { readonly value: number; readonly low: number; readonly high: number };

/** How good the model is, and why that is not known yet where it is not. */
export type Verdict =
  /** Answers of this task teach no model. */
  | { readonly kind: 'no-model-for-task' }
  /** Too few labels have answers. `labels`: those that have. */
  | { readonly kind: 'no-model'; readonly answers: number; readonly labels: readonly string[] }
  /** Nothing is drawn at random in this project. */
  | { readonly kind: 'no-control' }
  /** A model learns, and too few answers drawn at random are known yet. `answers`: about so many until they are. */
  | { readonly kind: 'not-measured'; readonly answers: number }
  | { readonly kind: 'measured'; readonly accuracy: Estimate; readonly items: number };

/** How far the target is. */
export type Distance =
  | { readonly kind: 'no-target' }
  /** Too few measurements. `measured`: so many. */
  | { readonly kind: 'unknown'; readonly target: number; readonly measured: number }
  | { readonly kind: 'reached'; readonly target: number }
  /** The curve that fits best levels off below it. */
  | { readonly kind: 'out-of-reach'; readonly target: number; readonly chance: number }
  | {
      readonly kind: 'more';
      readonly target: number;
      readonly more: number;
      readonly low: number;
      /** null: no number of labels is surely enough. */
      readonly high: number | null;
      /** Whether that is more than the pool has left. */
      readonly isBeyondPool: boolean;
    };

/** What to do next. `target`: even the lower end of the accuracy's interval is above the target. */
export type Advice = 'stop' | 'target' | 'keep';

export interface Answer {
  readonly verdict: Verdict;
  readonly distance: Distance;
  readonly advice: Advice;
}

/** Answers drawn at random below which an accuracy would say more about them than about the model. */
const fewestForVerdict = 10;

/** Different numbers of labels at which the accuracy is known, below which no curve fits. */
export const fewestForForecast = 3;

/** What a project's numbers come to, for somebody who wants to know whether to go on. */
export function answerOf(metrics: ProjectMetrics, project: Pick<Project, 'task' | 'controlShare' | 'target'>): Answer {
  const verdict = verdictOf(metrics, project);
  const { target } = project;
  return { verdict, distance: distanceOf(metrics, target), advice: adviceOf(metrics, verdict, target) };
}

function verdictOf(
  { training, classBalance, evaluation, pool }: ProjectMetrics,
  { task, controlShare }: Pick<Project, 'task' | 'controlShare'>,
): Verdict {
  if (task === 'spans' || task === 'boxes') return { kind: 'no-model-for-task' };
  if (training.modelVersion === 0) {
    const labels = classBalance.filter(({ responses }) => responses > 0).map(({ label }) => label);
    return { kind: 'no-model', answers: pool.responses, labels };
  }
  const items = evaluation?.items ?? 0;
  if (evaluation?.accuracy && items >= fewestForVerdict) {
    return { kind: 'measured', accuracy: evaluation.accuracy, items };
  }
  if (controlShare === 0) return { kind: 'no-control' };
  return { kind: 'not-measured', answers: answersFor(Math.max(1, fewestForVerdict - items), controlShare) };
}

function distanceOf({ forecast, pool, curve }: ProjectMetrics, wanted: number | null): Distance {
  if (wanted === null) return { kind: 'no-target' };
  const measured = new Set(curve.filter((point) => point.accuracy !== null).map((point) => point.labels)).size;
  // the target is new, or the service is: the next measurement makes a forecast
  if (forecast === null) return { kind: 'unknown', target: wanted, measured };
  const { target, more, low, high, chance } = forecast;
  if (more === null) {
    if (chance === 0 && measured < fewestForForecast) return { kind: 'unknown', target, measured };
    return { kind: 'out-of-reach', target, chance };
  }
  if (more === 0) return { kind: 'reached', target };
  const left = Math.max(0, pool.items - pool.completed);
  return { kind: 'more', target, more, low: low ?? 0, high, isBeyondPool: more > left };
}

function adviceOf({ stop }: ProjectMetrics, verdict: Verdict, target: number | null): Advice {
  if (stop.isAdvised) return 'stop';
  const isSure = verdict.kind === 'measured' && target !== null && verdict.accuracy.low >= target;
  return isSure ? 'target' : 'keep';
}

/** About how many answers until so many of them were drawn at random. @param controlShare in (0, 1] */
export function answersFor(randomAnswers: number, controlShare: number): number {
  return Math.ceil(randomAnswers / controlShare);
}

/** Random answers that the comparison with random sampling still lacks; 0: it has them. */
export function missingForComparison({ evaluation }: Pick<ProjectMetrics, 'evaluation'>): number {
  return Math.max(0, fewestForComparison - (evaluation?.items ?? 0));
}

/**
 * A share in whole percent as people say it: never 100 % or 0 % where that is not the whole truth.
 *
 * @returns a share in [0, 1] with two digits, or three where two would say too much
 */
export function saidShare(share: number): number {
  const whole = Math.round(share * 100) / 100;
  const isOverstated = (whole === 1 && share < 1) || (whole === 0 && share > 0);
  return isOverstated ? Math.min(0.999, Math.max(0.001, Math.round(share * 1000) / 1000)) : whole;
}
