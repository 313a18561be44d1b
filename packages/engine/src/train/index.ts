export { type FitTask, fitHead } from './fit-head.ts';
export { fitLabelHeads } from './fit-labels.ts';
export { heldOutBy } from './held-out.ts';
export { modeOf } from './training-mode.ts';
