import { type Compute, copyOfRows, type Head, type Matrix, mix } from '@alaas/core';
import type { RunSpec, SimulationData } from './simulate-run.ts';
import { type FitTask, fitHead, heldOutBy, modeOf } from './train/index.ts';

/** Labels of a run so far. */
export interface RunLabels {
  /** Rows of the pool in the order in which they were labelled. */
  readonly rows: readonly number[];
  /** Round of each, from 0: the seed set. */
  readonly rounds: readonly number[];
}

export interface TrainingContext {
  readonly compute: Compute;
  readonly checkpoint: () => void;
  /** The head of the round before. */
  readonly previous: Head | undefined;
}

/**
 * The head of a round, as the training of the simulation says.
 *
 * @throws AlaasError what the learner throws, `CANCELLED`
 */
export async function trainRound(
  { pool, classes }: SimulationData,
  labels: RunLabels,
  spec: Pick<RunSpec, 'learner' | 'training' | 'seed'>,
  { compute, checkpoint, previous }: TrainingContext,
): Promise<Head> {
  const { learner, training, seed } = spec;
  const round = labels.rounds.at(-1) ?? 0;
  const isHeld = heldOutBy(seed, training.calibrate);
  const places = [...labels.rows.keys()];
  const learnt = places.filter((place) => !isHeld(labels.rows[place] as number));
  const held = places.filter((place) => isHeld(labels.rows[place] as number));
  const trainingOf = (chosen: readonly number[]): { embeddings: Matrix; labels: string[] } => {
    const rows = chosen.map((place) => labels.rows[place] as number);
    return {
      embeddings: copyOfRows(pool.embeddings, rows),
      labels: rows.map((row) => classes[pool.labels[row] as number] as string),
    };
  };
  // with few labels none may be left to learn from
  const [own, heldOut] = learnt.length === 0 ? [places, []] : [learnt, held];
  const mode = modeOf(training);
  const pseudo = pseudoOf(spec, round, () => unlabelledOf(pool.embeddings, labels.rows));
  return await fitHead(
    {
      ...trainingOf(own),
      learner: learner.type,
      options: learner.options,
      classes,
      mode,
      rounds: Int32Array.from(own, (place) => labels.rounds[place] as number),
      seed: mix(seed, round),
      ...(mode.kind === 'incremental' && previous && { previous }),
      ...(heldOut.length > 0 && { heldOut: trainingOf(heldOut) }),
      ...(pseudo && { pseudo }),
    },
    { compute, checkpoint },
  );
}

function pseudoOf(
  { training }: Pick<RunSpec, 'training'>,
  round: number,
  unlabelled: () => Matrix,
): FitTask['pseudo'] | undefined {
  const { pseudoLabels } = training;
  if (pseudoLabels === false) return undefined;
  return { embeddings: unlabelled(), schedule: { round, ...(pseudoLabels === true ? {} : pseudoLabels) } };
}

function unlabelledOf(embeddings: Matrix, labelled: readonly number[]): Matrix {
  const known = new Set(labelled);
  return copyOfRows(
    embeddings,
    Array.from({ length: embeddings.rows }, (_, row) => row).filter((row) => !known.has(row)),
  );
}
