export { type Attachment, attach } from './attach-model.ts';
export { encodeModel, type GraphSpec, type ValueSpec } from './encode-model.ts';
export { createInterpreter } from './interpret.ts';
export { createOrtCompute } from './ort.ts';
export { inputName, outputName, toOnnx } from './to-onnx.ts';
