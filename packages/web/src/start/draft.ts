import type { Dataset, InspectedModality, Inspection, ProjectCreate, Sample, TaskType } from '@alaas/core';
import { type GivenFile, sortFiles } from './given-files.ts';

/** Where the items of a new project come from. */
export type Source =
  | { readonly kind: 'sample'; readonly sample: Sample }
  /** A folder, file, glob or URL that the service reads. */
  | { readonly kind: 'input'; readonly input: string }
  /** A manifest that a person dropped. */
  | { readonly kind: 'manifest'; readonly file: File }
  /** Contents that a person dropped. */
  | { readonly kind: 'files'; readonly files: readonly GivenFile[] }
  /** A dataset that the service has. */
  | { readonly kind: 'dataset'; readonly dataset: Dataset };

/** Columns of a manifest by what they hold; empty text: none. */
export interface Columns {
  readonly id: string;
  readonly uri: string;
  readonly text: string;
  readonly label: string;
}

/** What only those change who know why. Empty text: the default. */
export interface Advanced {
  readonly model: string;
  readonly learner: string;
  readonly strategy: string;
  readonly batch: string;
  readonly overlap: string;
}

/** A project that is being made. */
export interface Draft {
  readonly name: string;
  readonly task: TaskType;
  readonly labels: readonly string[];
  /** Whether the labels that the data came with count as answers. */
  readonly takesKnown: boolean;
  readonly advanced: Advanced;
}

export const noAdvanced: Advanced = { model: '', learner: '', strategy: '', batch: '', overlap: '' };

/** The tasks that fit what the items are, the usual one first. */
export function tasksFor(modality: InspectedModality | null): readonly TaskType[] {
  if (modality === 'text') return ['single-label', 'multi-label', 'spans', 'pairwise'];
  if (modality === 'image') return ['single-label', 'multi-label', 'boxes', 'pairwise'];
  return ['single-label', 'multi-label', 'pairwise'];
}

/** The task that was chosen where it fits what the items are, else the usual one. */
export function fittingTask(chosen: TaskType, modality: InspectedModality | null): TaskType {
  const tasks = tasksFor(modality);
  return tasks.includes(chosen) ? chosen : (tasks[0] ?? chosen);
}

/** Labels that the data came with, where they look like classes and not like a text of each item. */
export function proposedLabels(inspection: Pick<Inspection, 'labels' | 'items'>): string[] {
  const mostLabels = 100;
  const names = inspection.labels.map(({ name }) => name);
  return names.length >= 2 && names.length <= mostLabels ? names : [];
}

/** A name for a project on these items. */
export function proposedName(source: Source): string {
  switch (source.kind) {
    case 'sample':
      return source.sample.dataset;
    case 'dataset':
      return source.dataset.id;
    case 'manifest':
      return withoutExtension(source.file.name);
    case 'files': {
      // the folder that all came in; else what they are
      const tops = new Set(source.files.map(({ path }) => (path.includes('/') ? path.replace(/\/.*$/s, '') : '')));
      const [top = ''] = tops;
      return tops.size === 1 && top !== '' ? top : `my-${sortFiles(source.files).modality ?? 'files'}`;
    }
    case 'input': {
      const parts = source.input.split(/[/\\]/).filter((part) => part !== '' && !/[*?]/.test(part));
      return withoutExtension(parts.at(-1) ?? '');
    }
  }
}

/**
 * An id of a dataset or project like a name, other than those that are taken: letters, digits, dash and dot.
 *
 * @param taken ids
 */
export function freeId(name: string, taken: readonly string[]): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .toLowerCase()
    .slice(0, 100);
  const base = slug === '' ? 'project' : slug;
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n++) {
    if (!taken.includes(`${base}-${n}`)) return `${base}-${n}`;
  }
}

/** Adds what a person typed to labels: several at once where commas or lines part them, none twice. */
export function addLabels(labels: readonly string[], typed: string): string[] {
  const names = typed
    .split(/[,;\n，、；]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return [...new Set([...labels, ...names])];
}

/**
 * The labels of a draft after its data was looked at again: what a person typed stays, what the data proposed before goes.
 *
 * @param before what the data proposed before, and `now` what it proposes now
 */
export function relabelled(labels: readonly string[], before: readonly string[], now: readonly string[]): string[] {
  if (before.join('\n') === now.join('\n')) return [...labels];
  return [...new Set([...now, ...labels.filter((label) => !before.includes(label))])];
}

/** Where the data is, for people. */
export function placeOf(source: Source): string {
  switch (source.kind) {
    case 'sample':
      return source.sample.dataset;
    case 'dataset':
      return source.dataset.id;
    case 'manifest':
      return source.file.name;
    case 'input':
      return source.input;
    case 'files':
      return source.files.length === 1 ? (source.files[0]?.path ?? '') : proposedName(source);
  }
}

/** How many labels a task needs before it can begin. */
export function leastLabels(task: TaskType): number {
  if (task === 'pairwise') return 0;
  return task === 'single-label' ? 2 : 1;
}

/** The project as the service is asked for it. */
export function projectRequest(draft: Draft, dataset: string, taken: readonly string[]): ProjectCreate {
  const { name, task, labels, advanced } = draft;
  const { learner, strategy, batch, overlap } = advanced;
  return {
    id: freeId(name, taken),
    name: name.trim(),
    task,
    dataset,
    labels: task === 'pairwise' ? [] : labels.map((label) => ({ name: label })),
    ...(learner === '' ? {} : { learner }),
    ...(strategy === '' ? {} : { strategy }),
    ...(batch === '' ? {} : { batch: Number(batch) }),
    ...(overlap === '' ? {} : { overlap: Number(overlap) }),
  };
}

/** Columns as the service is told them: those that are named. */
export function namedColumns(columns: Columns): Partial<Columns> {
  return Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== ''));
}

/** One manifest, or contents. */
export function asSource(files: readonly GivenFile[]): Source {
  const [first] = files;
  if (files.length === 1 && first !== undefined && /\.(csv|tsv|jsonl|ndjson|json|txt|parquet)$/i.test(first.path)) {
    return { kind: 'manifest', file: first.file };
  }
  return { kind: 'files', files };
}

function withoutExtension(name: string): string {
  return name.replace(/\.[A-Za-z0-9]{1,7}$/, '');
}
