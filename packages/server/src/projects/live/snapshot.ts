import { createHash } from 'node:crypto';
import { mix, type StrategyChoice } from '@alaas/core';
import type { LivePool, LiveTraining } from '@alaas/engine';
import type { KnownAnswer } from '../known-answers.ts';
import { headKindOf, type LabelledItem, labelledItems, type TrainingPlan, trainingOf } from './labelled-items.ts';
import { excludedContents, openOrder } from './open-order.ts';
import type { PoolOrder } from './pool-order.ts';
import type { ProjectSetting } from './project-source.ts';

/** What is known at one moment: everything a head, a round and an evaluation follow from. */
export interface Snapshot {
  readonly setting: ProjectSetting;
  readonly pool: LivePool;
  /** Positions of the pool that it sees: the first so many. Those that are excluded are not in its order. */
  readonly order: PoolOrder;
  /** With those that are excluded. */
  readonly whole: PoolOrder;
  readonly sequence: number;
  /** Of items that are not excluded. */
  readonly known: readonly KnownAnswer[];
  /** Items that are out of the pool. */
  readonly excluded: ReadonlySet<string>;
  /** Those of `known` that are in the pool and have an agreed label. */
  readonly items: readonly LabelledItem[];
  /** Undefined: the task's answers teach no head. */
  readonly plan: TrainingPlan | undefined;
  /** Undefined: nothing can be taught yet. */
  readonly training: LiveTraining | undefined;
}

/**
 * What follows from answers that were known at a change of labels.
 *
 * @param parts with all that is known, and the order of the whole pool
 */
export function snapshotOf(
  parts: Pick<Snapshot, 'setting' | 'pool' | 'order' | 'sequence' | 'known' | 'excluded'>,
): Snapshot {
  const { setting, pool, excluded } = parts;
  const order = openOrder(parts.order, excluded, pool);
  const contents = excludedContents(excluded, pool);
  const known = parts.known.filter(({ item }) => !isExcluded(item, { contents, pool }));
  const items = labelledItems(known, pool).filter(({ position }) => position < order.size);
  const plan = trainingPlan(setting);
  const training = plan && trainingOf(teachingOf(items), plan);
  return { ...parts, order, whole: parts.order, known, items, plan, training };
}

/** Whether an item, or one of the same content, is out of the pool. */
function isExcluded(
  item: string,
  { contents, pool }: { readonly contents: ReadonlySet<string>; readonly pool: LivePool },
): boolean {
  if (contents.size === 0) return false;
  const position = pool.positionOf(item);
  return position !== undefined && contents.has(pool.sha256(position));
}

/** Those that may be learnt from. */
export function teachingOf(items: readonly LabelledItem[]): LabelledItem[] {
  return items.filter(({ isTest }) => !isTest);
}

function trainingPlan({ settings }: ProjectSetting): TrainingPlan | undefined {
  const kind = headKindOf(settings);
  return kind && { ...kind, ...learnerOf({ settings }), seed: mix(settings.seed, HEAD) };
}

/** Salt of the seed of heads. */
const HEAD = 0x4ead;

export function learnerOf({ settings: { learner } }: Pick<ProjectSetting, 'settings'>): {
  readonly learner: string;
  readonly options: Record<string, unknown>;
} {
  return typeof learner === 'string' ? { learner, options: {} } : { learner: learner.type, options: learner.options };
}

export function strategyOf({ settings: { strategy } }: ProjectSetting): StrategyChoice {
  if (typeof strategy === 'string') return { type: strategy, options: {} };
  const wrap = strategy.wrap.map((one) => (typeof one === 'string' ? { type: one, options: {} } : one));
  return { type: strategy.type, options: strategy.options, ...(wrap.length > 0 && { wrap }) };
}

/** Equal for trainings that give the same head. */
export function trainingKey(training: LiveTraining): string {
  const { positions, labels, classes, learner, options, seed } = training;
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
    new Uint8Array(buffer, byteOffset, byteLength);
  return createHash('sha256')
    .update(JSON.stringify({ classes, learner, options, seed }))
    .update(bytes(positions))
    .update(bytes(labels))
    .digest('hex');
}
