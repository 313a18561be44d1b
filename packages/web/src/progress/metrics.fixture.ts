import type { ProjectEvaluation, ProjectMetrics, TrainingState } from '@alaas/core';

interface Given extends Omit<Partial<ProjectMetrics>, 'training' | 'pool' | 'evaluation'> {
  readonly training?: Partial<TrainingState>;
  readonly pool?: Partial<ProjectMetrics['pool']>;
  readonly evaluation?: Partial<ProjectEvaluation> | null;
}

/** Metrics of a project in which nothing has happened, but for what a test gives. */
export function metricsOf({ training, pool, evaluation, ...rest }: Given): ProjectMetrics {
  return {
    training: {
      modelVersion: 0,
      labels: 0,
      behind: 0,
      isTraining: false,
      isMeasuring: false,
      error: null,
      refreshMs: null,
      ...training,
    },
    pool: { items: 1000, ready: 1000, completed: 0, inProgress: 0, responses: 0, byArm: {}, ...pool },
    classBalance: [],
    evaluation:
      evaluation === undefined || evaluation === null
        ? null
        : {
            items: 0,
            accuracy: null,
            macroF1: null,
            calibrationError: null,
            brierScore: null,
            perLabel: [],
            calibration: [],
            ...evaluation,
          },
    curve: [],
    saved: null,
    forecast: null,
    stop: { isAdvised: false, reasons: [], parts: [] },
    ...rest,
  };
}
