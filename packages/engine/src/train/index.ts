export { type FitTask, fitHead } from './fit-head.ts';
export { fitLabelHeads } from './fit-labels.ts';
export type { TrainingMode } from './training-mode.ts';
