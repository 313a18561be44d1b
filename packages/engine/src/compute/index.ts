export { encodeModel, type GraphSpec, type ValueSpec } from './encode-model.ts';
