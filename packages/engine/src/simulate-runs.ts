/** The runs of a simulation, side by side in processes. */
import { AlaasError, isAlaasError, type SimulationPoint, type SimulationRun } from '@alaas/core';
import { cancellable, checkNotCancelled } from './cancellable.ts';
import type { Watch } from './engine.ts';
import { createReporter } from './report-progress.ts';
import { KeptRuns } from './simulate-kept.ts';
import type { SimulateSetup } from './simulate-message.ts';
import { SimulateProcess } from './simulate-process.ts';
import { type RunSpec, roundsOf, type SimulationData } from './simulate-run.ts';

export interface RunsTask {
  readonly data: SimulationData;
  /** Where finished runs are kept until all are. */
  readonly folder: string;
  readonly processes: number;
  /** Whether what failed before is tried again. */
  readonly retryFailed: boolean;
  readonly watch: Watch;
}

/** What ended the runs of one strategy. */
export interface Failure {
  readonly name: string;
  /** Of the run that failed. */
  readonly seed: number;
  readonly error: AlaasError;
}

/**
 * Does the runs that are not on disk yet. What goes wrong in one strategy's run ends that strategy alone, and is remembered:
 * it would go wrong again. While something failed, what is finished is kept, so that it can be tried again by itself.
 */
export async function performRuns(
  specs: readonly RunSpec[],
  { data, folder, processes, retryFailed, watch }: RunsTask,
): Promise<{ runs: SimulationRun[]; failed: Failure[] }> {
  const kept = new KeptRuns(folder);
  const rounds = roundsOf(specs[0] as RunSpec);
  const tell = ({ strategy, seed }: Pick<SimulationRun, 'strategy' | 'seed'>, point: SimulationPoint): void =>
    watch.onPoint?.({ strategy, seed, point });
  const progress = createReporter(watch.onProgress, 'simulate', specs.length * rounds);
  const runs = specs.map((spec) => kept.read(spec));
  progress.add(runs.filter((run) => run !== undefined).length * rounds, 0);
  for (const run of runs) {
    for (const { labels, accuracy, macroF1 } of run?.rounds ?? [])
      tell(run as SimulationRun, { labels, accuracy, macroF1 });
  }
  const failed = new Map<string, Failure & { readonly place: number }>();
  // of several that fail at the same time the first in order counts: which one ends sooner is up to the machine
  const note = (place: number, error: AlaasError): void => {
    const { name, seed } = specs[place] as RunSpec;
    if ((failed.get(name)?.place ?? Number.POSITIVE_INFINITY) > place) failed.set(name, { name, seed, error, place });
  };
  for (const [i, spec] of specs.entries()) {
    if (retryFailed) kept.forgetFailure(spec);
    const error = kept.readFailure(spec);
    if (error !== undefined) note(i, remembered(error));
  }
  const waiting = [...specs.entries()].flatMap(([i, { name }]) =>
    runs[i] !== undefined || failed.has(name) ? [] : [i],
  );

  const work = async (setup: SimulateSetup): Promise<void> => {
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
          const run = await process.run(spec, (point) => {
            progress.add(1, 0);
            tell({ strategy: spec.name, seed: spec.seed }, point);
          });
          kept.write(spec, run);
          runs[i] = run;
        } catch (error) {
          checkNotCancelled(watch.signal);
          if (!isAlaasError(error) || isAlaasError(error, 'INTERNAL')) throw error;
          kept.writeFailure(spec, error);
          note(i, error);
        }
      }
    } finally {
      watch.signal.removeEventListener('abort', stop);
      await process.stop();
    }
  };
  try {
    const setup = await kept.writeVectors(data);
    const works = Array.from({ length: Math.min(processes, waiting.length) }, () => work(setup));
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
  if (failed.size === 0) kept.remove();
  return { runs: runs.filter((run) => run !== undefined), failed: [...failed.values()] };
}

function remembered({ code, message }: AlaasError): AlaasError {
  return new AlaasError(
    code,
    `${message} So it ended when it was tried before; --retry-failed, or "retryFailed", tries it again.`,
  );
}
