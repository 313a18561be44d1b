import type { SimulationPoint, SimulationRun } from '@alaas/core';
import type { FailedMessage } from './failed-message.ts';
import type { RunSpec } from './simulate-run.ts';

/** What a simulation process is started with: where the vectors are, float32 row by row, and what they are of. */
export interface SimulateSetup {
  readonly pool: VectorsFile;
  readonly test: VectorsFile;
  readonly classes: readonly string[];
  /** D */
  readonly width: number;
}

export interface VectorsFile {
  readonly path: string;
  /** [rows] class numbers. */
  readonly labels: Int32Array;
}

/** Sent to a simulation process. It is ended from outside: it holds nothing that would be lost. */
export type ToSimulator =
  | { readonly type: 'start'; readonly setup: SimulateSetup }
  | { readonly type: 'run'; readonly spec: RunSpec };

/** Sent by a simulation process. */
export type FromSimulator =
  | { readonly type: 'ready' }
  /** A round of the current run is through. */
  | { readonly type: 'round'; readonly point: SimulationPoint }
  | { readonly type: 'done'; readonly run: SimulationRun }
  | FailedMessage;
