import type { ProjectChange, ProjectLabel } from '@alaas/core';

/** A label that is being edited. Empty text: the default. */
export interface LabelDraft {
  /** Stays the same while the name is typed. */
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly color: string;
  readonly key: string;
  /** It was there before: its name stays. */
  readonly isKnown: boolean;
}

export function labelDrafts(labels: readonly ProjectLabel[]): LabelDraft[] {
  return labels.map(({ name, description, color = '', key = '' }, id) => ({
    ...{ id, name, description, color, key },
    isKnown: true,
  }));
}

/** One more label, without a name yet. */
export function withNewLabel(drafts: readonly LabelDraft[]): LabelDraft[] {
  const id = Math.max(-1, ...drafts.map((draft) => draft.id)) + 1;
  return [...drafts, { id, name: '', description: '', color: '', key: '', isKnown: false }];
}

/** The labels as the service is told them; those without a name are left out. */
export function labelsOfDrafts(drafts: readonly LabelDraft[]): NonNullable<ProjectChange['labels']> {
  return drafts
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, description, color, key }) => ({
      name: name.trim(),
      description,
      ...(color === '' ? {} : { color }),
      ...(key === '' ? {} : { key }),
    }));
}
