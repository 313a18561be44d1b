export { type FitTask, fitHead } from './fit-head.ts';
