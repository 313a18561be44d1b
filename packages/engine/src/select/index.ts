export { checkGiven, type PoolSignals, poolSize } from './pool-signals.ts';
export { type PoolRequest, selectPool } from './select-pool.ts';
export { type Blocks, checkBudget, checkPool, type SelectRequest, selectTop } from './select-top.ts';
