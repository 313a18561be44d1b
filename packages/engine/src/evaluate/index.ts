export { areaUnderBudgetCurve, labelsToTarget } from './budget-curve.ts';
export { compareRuns } from './compare-runs.ts';
