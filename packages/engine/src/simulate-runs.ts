/** The runs of a simulation, side by side in processes. */
import { type AlaasError, isAlaasError, type SimulationRun } from '@alaas/core';
import { cancellable, checkNotCancelled } from './cancellable.ts';
import type { Watch } from './engine.ts';
import { createReporter } from './report-progress.ts';
import { KeptRuns } from './simulate-kept.ts';
import { SimulateProcess } from './simulate-process.ts';
import { type RunSpec, roundsOf, type SimulationData } from './simulate-run.ts';

export interface RunsTask {
  readonly data: SimulationData;
  /** Where finished runs are kept until all are. */
  readonly folder: string;
  readonly processes: number;
  readonly watch: Watch;
}

/** What ended the runs of one strategy. */
export interface Failure {
  readonly name: string;
  readonly error: AlaasError;
}

/** Does the runs that are not on disk yet. What goes wrong in one strategy's run ends that strategy alone. */
export async function performRuns(
  specs: readonly RunSpec[],
  { data, folder, processes, watch }: RunsTask,
): Promise<{ runs: SimulationRun[]; failed: Failure[] }> {
  const kept = new KeptRuns(folder);
  const rounds = roundsOf(specs[0] as RunSpec);
  const progress = createReporter(watch.onProgress, 'simulate', specs.length * rounds);
  const runs = specs.map((spec) => kept.read(spec));
  progress.add(runs.filter((run) => run !== undefined).length * rounds, 0);
  const waiting = [...specs.keys()].filter((i) => runs[i] === undefined);
  const failed = new Map<string, AlaasError>();
  const setup = kept.writeVectors(data);

  const work = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const process = await SimulateProcess.start(setup);
    const stop = (): void => void process.stop();
    watch.signal.addEventListener('abort', stop, { once: true });
    try {
      for (let i = waiting.shift(); i !== undefined; i = waiting.shift()) {
        checkNotCancelled(watch.signal);
        const spec = specs[i] as RunSpec;
        if (failed.has(spec.name)) continue;
        try {
          const run = await process.run(spec, () => progress.add(1, 0));
          kept.write(spec, run);
          runs[i] = run;
        } catch (error) {
          checkNotCancelled(watch.signal);
          if (!isAlaasError(error) || isAlaasError(error, 'INTERNAL')) throw error;
          failed.set(spec.name, error);
        }
      }
    } finally {
      watch.signal.removeEventListener('abort', stop);
      await process.stop();
    }
  };
  try {
    const works = Array.from({ length: Math.min(processes, waiting.length) }, work);
    const first = Promise.all(works);
    try {
      await cancellable(first, watch.signal);
      await first;
    } finally {
      // whatever one of them met, the others stop before the vectors go
      waiting.length = 0;
      await Promise.allSettled(works);
    }
  } finally {
    kept.removeVectors();
  }
  progress.end();
  kept.remove();
  return {
    runs: runs.filter((run) => run !== undefined),
    failed: [...failed].map(([name, error]) => ({ name, error })),
  };
}
