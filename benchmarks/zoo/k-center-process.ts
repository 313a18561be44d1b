/** k-center greedy on the embeddings of an NPY file, in a process of its own: prints how long it took, and its memory. */
import { openSync, statSync } from 'node:fs';
import { createOrtCompute } from '../../packages/engine/src/compute/index.ts';
import { fileBytes, readSignal } from '../../packages/engine/src/signals-file/index.ts';
import { select } from './ours.ts';

export interface ProcessResult {
  readonly ms: number;
  readonly peakBytes: number;
}

const [file, n, threads] = [process.argv[2] as string, Number(process.argv[3]), Number(process.argv[4])];
const source = { fd: openSync(file, 'r'), bytes: statSync(file).size, name: file };
const memory = { floats: (count: number) => new Float32Array(count), check: () => undefined };
const pool = await readSignal(
  fileBytes(source, () => undefined),
  'embeddings',
  memory,
);
const compute = createOrtCompute({ threads });
const { ms } = await select({ embeddings: pool }, { strategy: 'k-center-greedy', n }, { compute });
await compute.close();
const result: ProcessResult = { ms, peakBytes: process.resourceUsage().maxRSS * 1024 };
console.log(JSON.stringify(result));
