/**
 * The process that simulations run in. A process of its own, and not a thread: its memory can be measured, it may be ended
 * at any moment, and one thread per program makes its numbers the same on every number of cores.
 */
import { readFileSync } from 'node:fs';
import { matrix } from '@alaas/core';
import { createOrtCompute } from './compute/index.ts';
import { toFailedMessage } from './failed-message.ts';
import { createPeakMemory } from './peak-memory.ts';
import type { FromSimulator, ToSimulator, VectorsFile } from './simulate-message.ts';
import { type LabelledVectors, type SimulationData, simulateRun } from './simulate-run.ts';

if (process.send === undefined) throw new Error('simulate-worker.ts runs as a child process only');
const send = (message: FromSimulator): void => {
  process.send?.(message);
};

const compute = createOrtCompute({ threads: 1 });
const peakMemory = createPeakMemory();
let data: SimulationData | undefined;
let last: Promise<void> = Promise.resolve();

// the one who started this decides when it ends, also when Ctrl-C reaches both
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (message: ToSimulator) => {
  last = last.then(() => answer(message));
});

async function answer(message: ToSimulator): Promise<void> {
  try {
    if (message.type === 'start') {
      const { pool, test, classes, width } = message.setup;
      data = { pool: load(pool, width), test: load(test, width), classes };
      send({ type: 'ready' });
      return;
    }
    if (data === undefined) throw new Error('a run came before the data');
    const run = await simulateRun(data, message.spec, {
      compute,
      signal: { aborted: false },
      checkpoint: () => undefined,
      now: () => performance.now(),
      peakMemory,
      onRound: (_done, _total, point) => send({ type: 'round', point }),
    });
    send({ type: 'done', run });
  } catch (error) {
    send(toFailedMessage(error));
  }
}

function load({ path, labels }: VectorsFile, width: number): LabelledVectors {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const numbers = new Float32Array(buffer, byteOffset, byteLength / Float32Array.BYTES_PER_ELEMENT);
  return { embeddings: matrix(numbers, width), labels };
}
