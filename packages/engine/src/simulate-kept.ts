import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AlaasError, type SimulationRun } from '@alaas/core';
import { bytesOf } from './simulate-data.ts';
import type { SimulateSetup, VectorsFile } from './simulate-message.ts';
import type { LabelledVectors, RunSpec, SimulationData } from './simulate-run.ts';
import { storeError } from './store/index.ts';

/** Finished runs of one simulation on disk, and the vectors while it is under way. */
export class KeptRuns {
  readonly #folder: string;
  readonly #vectors: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#vectors = join(folder, `vectors-${randomUUID()}`);
    mkdirSync(this.#vectors, { recursive: true });
  }

  read(spec: RunSpec): SimulationRun | undefined {
    try {
      return JSON.parse(readFileSync(this.#path(spec), 'utf8')) as SimulationRun;
    } catch {
      // not there, or cut short by a crash: it is done again
      return undefined;
    }
  }

  /** Whole or not at all, so that a crash leaves no half of a run. @throws AlaasError `STORE_FULL` */
  write(spec: RunSpec, run: SimulationRun): void {
    this.#write(this.#path(spec), run);
  }

  /** Why the run failed when it was tried, if it did. */
  readFailure(spec: RunSpec): AlaasError | undefined {
    try {
      const { code, message } = JSON.parse(readFileSync(this.#path(spec, 'failed'), 'utf8')) as AlaasError;
      return new AlaasError(code, message);
    } catch {
      // it did not, or nobody can say any more
      return undefined;
    }
  }

  /** @throws AlaasError `STORE_FULL` */
  writeFailure(spec: RunSpec, { code, message }: AlaasError): void {
    this.#write(this.#path(spec, 'failed'), { code, message });
  }

  forgetFailure(spec: RunSpec): void {
    rmSync(this.#path(spec, 'failed'), { force: true });
  }

  /** Without blocking: it may be gigabytes. @throws AlaasError `STORE_FULL` */
  async writeVectors({ pool, test, classes }: SimulationData): Promise<SimulateSetup> {
    const write = async (name: string, { embeddings, labels }: LabelledVectors): Promise<VectorsFile> => {
      const path = join(this.#vectors, name);
      try {
        await writeFile(path, bytesOf(embeddings.data));
      } catch (error) {
        throw storeError(error, path);
      }
      return { path, labels };
    };
    return {
      pool: await write('pool.f32', pool),
      test: await write('test.f32', test),
      classes,
      width: pool.embeddings.columns,
    };
  }

  removeVectors(): void {
    rmSync(this.#vectors, { recursive: true, force: true });
  }

  /** The whole simulation is through. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(path: string, value: unknown): void {
    const temporary = join(this.#vectors, 'run.json');
    storing(this.#folder, () => {
      writeFileSync(temporary, JSON.stringify(value), { flush: true });
      renameSync(temporary, path);
    });
  }

  #path(spec: RunSpec, kind: 'run' | 'failed' = 'run'): string {
    const digest = createHash('sha256').update(JSON.stringify(spec)).digest('hex');
    return join(this.#folder, `${digest.slice(0, 32)}${kind === 'run' ? '' : `.${kind}`}.json`);
  }
}

/** @throws AlaasError `STORE_FULL` when that is what went wrong */
function storing(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw storeError(error, path);
  }
}
