import { AlaasError, type AnswerValue, type ProjectSettings } from '@alaas/core';
import type { ProjectData } from '../database/project-store.ts';
import { labelsOfValue } from './labels-of-value.ts';

/**
 * Checks that no answer loses its meaning by a change of labels: they may grow, and go while nobody has used them. A new name
 * is another label.
 *
 * @throws AlaasError `CONFLICT` naming the labels that are in use
 */
export async function checkLabelChange(data: ProjectData, old: ProjectSettings, now: ProjectSettings): Promise<void> {
  const names = new Set(now.labels.map(({ name }) => name));
  const removed = old.labels.map(({ name }) => name).filter((name) => !names.has(name));
  const hasMoved = old.task === 'multi-label' && isReordered(old, now);
  if (removed.length === 0 && !hasMoved) return;
  const values = [
    ...(await data.responses.values()),
    ...(await data.verdicts.values()),
    ...(await data.records.goldValues()),
  ];
  if (hasMoved && values.length > 0) {
    throw new AlaasError(
      'CONFLICT',
      'The labels of a multi-label project keep their order once there are answers, which follow it. Add new ones anywhere, and leave the others as they stand.',
    );
  }
  const used = new Set(values.flatMap((value) => labelsOfValue(JSON.parse(value) as AnswerValue)));
  const lost = removed.filter((name) => used.has(name));
  if (lost.length === 0) return;
  const list = lost.map((name) => `"${name}"`).join(', ');
  throw new AlaasError(
    'CONFLICT',
    `${list} ${lost.length === 1 ? 'has' : 'have'} answers, and cannot be removed or renamed. Keep ${lost.length === 1 ? 'it' : 'them'}, or undo those answers first.`,
  );
}

function isReordered(old: ProjectSettings, now: ProjectSettings): boolean {
  const places = new Map(now.labels.map(({ name }, i) => [name, i]));
  const kept = old.labels.flatMap(({ name }) => places.get(name) ?? []);
  return kept.some((place, i) => i > 0 && place < (kept[i - 1] as number));
}
