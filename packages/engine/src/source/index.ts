/** @public the guard, for every other connection this service opens on behalf of someone */
export { addressPolicy } from './address.ts';
export { createFileGate } from './file-gate.ts';
/** @public */
export { createConnector } from './guard.ts';
export { inlineUri } from './list/inline-uri.ts';
export { type Look, lookAt } from './list/look.ts';
export { listPool } from './list/pool.ts';
export { openPlace } from './open-place.ts';
export { openSources, type SourceSet } from './source-set.ts';
export { Uploads } from './uploads.ts';
