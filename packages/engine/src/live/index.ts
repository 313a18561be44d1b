export { LiveRows, type RowSource } from './live-rows.ts';
export { nearestRows } from './nearest-rows.ts';
