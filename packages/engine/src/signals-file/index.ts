export { fileBytes } from './byte-source.ts';
export { parseIntegers } from './integers.ts';
export { npyShape } from './npy-shape.ts';
export { readSignal } from './read-signal.ts';
