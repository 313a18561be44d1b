export { LiveRows } from './live-rows.ts';
export { nearestRows } from './nearest-rows.ts';
