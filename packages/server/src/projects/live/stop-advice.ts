import {
  explainJudgement,
  judgedParts,
  judgePlan,
  type Matrix,
  matrix,
  type ProjectEvaluation,
  planStopping,
  predictedClasses,
  type Round,
  type StopPart,
  type StoppingConfig,
  type StoppingPlan,
} from '@alaas/core';
import { stoppingRules } from '@alaas/zoo';

/** Whether the stopping rules advise to stop, and why. */
export interface Advice {
  readonly isAdvised: boolean;
  readonly reasons: readonly string[];
  /** The reasons as codes and numbers. */
  readonly parts: readonly StopPart[];
}

const noAdvice: Advice = { isAdvised: false, reasons: [], parts: [] };

/** Items of the stop set at most. */
const STOP_SET = 1000;
/** Numbers kept of a stop set at most, so that many classes take fewer items. */
const STOP_NUMBERS = 20_000;
/** Rounds whose stop sets are remembered: no rule looks further back at them. */
const REMEMBERED = 50;

/** What is known after a batch of labels, as it is stored: the numbers of a stop set are float32 in base64. */
export interface StoredRound {
  readonly labels: number;
  readonly seconds: number;
  readonly poolLeft: number;
  readonly metrics?: Pick<ProjectEvaluation, 'accuracy' | 'macroF1' | 'items'> | undefined;
  readonly stopSet?: { readonly id: string; readonly columns: number; readonly probabilities: string } | undefined;
  readonly batchConfidences?: readonly number[] | undefined;
}

/** How many items the stop set has. */
export function stopSetSize(classes: number): number {
  return Math.max(50, Math.min(STOP_SET, Math.floor(STOP_NUMBERS / Math.max(1, classes))));
}

/** Follows a project round by round. */
export interface StopAdvice {
  /** Takes in what is known after another batch. */
  add(round: StoredRound): void;
  /** Labels of the last round; 0: none yet. */
  readonly labels: number;
  readonly advice: Advice;
}

/**
 * @param stopping null: never advises
 * @param history oldest first
 * @throws AlaasError `INVALID_REQUEST` for rules that there are not
 */
export function createStopAdvice(
  stopping: StoppingConfig | null,
  history: readonly StoredRound[],
  seed: number,
): StopAdvice {
  const plan: StoppingPlan | undefined =
    stopping === null
      ? undefined
      : planStopping(stopping, { rules: stoppingRules, what: 'stopping', code: 'INVALID_REQUEST' });
  const rounds: Round[] = history.map((round, i) => toRound(round, history.length - i <= REMEMBERED));
  let advice = judge();
  return {
    add(round) {
      rounds.push(toRound(round, true));
      const old = rounds.at(-REMEMBERED - 1);
      if (old !== undefined) {
        const { stopSet: _, batchConfidences: _confidences, ...kept } = old;
        rounds[rounds.length - REMEMBERED - 1] = kept;
      }
      advice = judge();
    },
    get labels() {
      return rounds.at(-1)?.labels ?? 0;
    },
    get advice() {
      return advice;
    },
  };

  function judge(): Advice {
    if (plan === undefined) return noAdvice;
    const judgement = judgePlan(plan, rounds, seed);
    return { isAdvised: judgement.stop, reasons: explainJudgement(judgement), parts: judgedParts(judgement) };
  }
}

function toRound(
  { labels, seconds, poolLeft, metrics, stopSet, batchConfidences }: StoredRound,
  isRecent: boolean,
): Round {
  const measured = metrics?.accuracy &&
    metrics.macroF1 && { ...metrics, accuracy: metrics.accuracy, macroF1: metrics.macroF1 };
  const answers = isRecent && stopSet !== undefined ? readStopSet(stopSet) : undefined;
  return {
    labels,
    seconds,
    poolLeft,
    ...(measured && { metrics: measured }),
    ...(answers && { stopSet: answers }),
    ...(isRecent && batchConfidences && { batchConfidences: Float64Array.from(batchConfidences) }),
  };
}

export function writeStopSet(id: string, { data, columns }: Matrix): NonNullable<StoredRound['stopSet']> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { id, columns, probabilities: bytes.toString('base64') };
}

function readStopSet({
  id,
  columns,
  probabilities,
}: NonNullable<StoredRound['stopSet']>): NonNullable<Round['stopSet']> {
  const bytes = Uint8Array.from(Buffer.from(probabilities, 'base64'));
  const said = matrix(new Float32Array(bytes.buffer), columns);
  return { id, predictions: predictedClasses(said), probabilities: said };
}
