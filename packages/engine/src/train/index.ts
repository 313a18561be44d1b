export { type FitTask, fitHead } from './fit-head.ts';
export type { TrainingMode } from './training-mode.ts';
