import { type Arm, labelsOf, type ProjectSettings } from '@alaas/core';
import type { LivePool, LiveTraining, TeachingAnswer } from '@alaas/engine';
import type { KnownAnswer } from '../known-answers.ts';

/** An item of the pool whose label is known. */
export interface LabelledItem {
  readonly item: string;
  readonly position: number;
  readonly value: TeachingAnswer;
  /** Never learnt from: it, or an item of the same content, is in the test share. */
  readonly isTest: boolean;
  readonly arm: Arm;
  /** Labelled together with many others: it teaches, and nothing is measured on it. */
  readonly isBulk?: boolean | undefined;
}

/** What a project's heads are made of. */
export interface HeadKind {
  readonly classes: readonly string[];
  /** Whether an item may have several of them. */
  readonly isMulti: boolean;
}

/** Undefined: the answers of this task teach no head. */
export function headKindOf({ task, labels }: Pick<ProjectSettings, 'task' | 'labels'>): HeadKind | undefined {
  if (task === 'spans' || task === 'boxes') return undefined;
  return { classes: labelsOf(task, labels), isMulti: task === 'multi-label' };
}

/** What is known of items that have features, in the order in which they got their first answer. Split votes say nothing. */
export function labelledItems(known: readonly KnownAnswer[], pool: LivePool): LabelledItem[] {
  const found: LabelledItem[] = [];
  const testContents = new Set<string>();
  for (const { item, value, isTest, arm, isBulk } of known) {
    if (!isTeaching(value)) continue;
    const position = pool.positionOf(item);
    if (position === undefined) continue;
    if (isTest) testContents.add(pool.sha256(position));
    found.push({ item, position, value, isTest, arm, ...(isBulk && { isBulk }) });
  }
  if (testContents.size === 0) return found;
  return found.map((one) =>
    one.isTest || !testContents.has(pool.sha256(one.position)) ? one : { ...one, isTest: true },
  );
}

function isTeaching(value: KnownAnswer['value']): value is TeachingAnswer {
  if (typeof value === 'string') return true;
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

/** How a head is trained on items: the part that labels do not say. */
export type TrainingPlan = HeadKind & Pick<LiveTraining, 'learner' | 'options' | 'seed'>;

/** Undefined: no item, or none has a label that is still one of the project's. */
export function trainingOf(items: readonly LabelledItem[], plan: TrainingPlan): LiveTraining | undefined {
  const { classes, isMulti, learner, options, seed } = plan;
  const numbers = new Map(classes.map((name, k) => [name, k]));
  const usable = items.filter(({ value }) =>
    typeof value === 'string' ? numbers.has(value) : value.every((name) => numbers.has(name)),
  );
  if (usable.length === 0) return undefined;
  const positions = Uint32Array.from(usable, ({ position }) => position);
  const labels = isMulti
    ? severalOf(usable, numbers)
    : Int32Array.from(usable, ({ value }) => numbers.get(String(value)) ?? 0);
  return { positions, labels, classes, learner, options, seed };
}

function severalOf(items: readonly LabelledItem[], numbers: ReadonlyMap<string, number>): Uint8Array {
  const labels = new Uint8Array(items.length * numbers.size);
  for (const [row, { value }] of items.entries()) {
    for (const name of typeof value === 'string' ? [value] : value) {
      labels[row * numbers.size + (numbers.get(name) ?? 0)] = 1;
    }
  }
  return labels;
}
