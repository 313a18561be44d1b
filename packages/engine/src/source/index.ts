/** @public the guard, for every other connection this service opens on behalf of someone */
export { addressPolicy } from './address.ts';
/** @public */
export { createConnector } from './guard.ts';
export { listPool } from './list/pool.ts';
export { openPlace } from './open-place.ts';
export { openSources, type SourceSet } from './source-set.ts';
