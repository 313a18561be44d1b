export { fitHead } from './fit-head.ts';
