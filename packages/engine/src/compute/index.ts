export { encodeModel, type GraphSpec, type ValueSpec } from './encode-model.ts';
export { createInterpreter } from './interpret.ts';
export { createOrtCompute } from './ort.ts';
