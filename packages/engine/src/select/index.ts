export { type Blocks, checkBudget, checkPool, type SelectRequest, selectTop } from './select-top.ts';
