export { areaUnderBudgetCurve, labelsToTarget } from './budget-curve.ts';
export { type Comparison, compareRuns } from './compare-runs.ts';
