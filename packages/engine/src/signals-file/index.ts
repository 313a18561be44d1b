export { fileBytes, memoryBytes } from './byte-source.ts';
export { parseIntegers } from './integers.ts';
export { isNpy, readNpy } from './npy.ts';
export { npyShape } from './npy-shape.ts';
export { isTable, readSignal } from './read-signal.ts';
