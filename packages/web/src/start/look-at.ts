import type { Client } from '@alaas/client';
import { AlaasError, type InspectedModality, type Inspection } from '@alaas/core';
import { type Columns, namedColumns, proposedLabels, type Source } from './draft.ts';
import { sortFiles } from './given-files.ts';

/** What the chosen data turned out to be. */
export interface Found {
  readonly items: Inspection['items'];
  readonly modality: InspectedModality | null;
  /** Labels that it proposes. */
  readonly labels: readonly string[];
  /** What the service saw of it; undefined where that needs no look. */
  readonly inspection?: Inspection;
  /** Files that are no contents of items. */
  readonly left: number;
}

/** How many items came with a label, of those that were looked at. */
export interface Known {
  readonly labelled: number;
  readonly of: number;
}

/**
 * What the data is, and the labels that it proposes. A sample is made by it.
 *
 * @param columns that a person has named; the others are guessed
 */
export async function lookAt(client: Client, source: Source, columns?: Columns): Promise<Found> {
  const named = columns === undefined ? {} : { columns: namedColumns(columns) };
  switch (source.kind) {
    case 'sample': {
      const { modality, items } = source.sample;
      const { labels } = await client.samples.make(source.sample.id);
      return { items: { count: items, isMore: false }, modality: modality as InspectedModality, labels, left: 0 };
    }
    case 'dataset': {
      const { items, modality } = source.dataset;
      return {
        items: { count: items, isMore: false },
        modality: (modality as InspectedModality | undefined) ?? null,
        labels: [],
        left: 0,
      };
    }
    case 'files': {
      const { files, modality, labels, left } = sortFiles(source.files);
      if (files.length === 0) throw noContents(source.files[0]?.path ?? '');
      return { items: { count: files.length, isMore: false }, modality, labels, left };
    }
    case 'input':
      return foundIn(await client.inspect({ input: source.input, ...named }));
    case 'manifest':
      return foundIn(await client.inspectFile(source.file, { name: source.file.name, ...named }));
  }
}

/** The labels that the data came with; undefined: there are none. */
export function knownOf(source: Source, { inspection, items, labels }: Found, columns: Columns): Known | undefined {
  if (source.kind === 'sample') return undefined;
  if (source.kind === 'dataset') {
    const { labelled, items: of } = source.dataset;
    return labelled === 0 ? undefined : { labelled, of };
  }
  if (inspection === undefined || inspection.kind === 'folder') {
    return labels.length === 0 ? undefined : { labelled: items.count, of: items.count };
  }
  const column = inspection.columns.find(({ name }) => name === columns.label);
  if (column === undefined || column.filled === 0) return undefined;
  return { labelled: column.filled, of: Math.max(...inspection.columns.map(({ filled }) => filled)) };
}

function foundIn(inspection: Inspection): Found {
  const { items, modality } = inspection;
  return { items, modality: modality.guess, labels: proposedLabels(inspection), inspection, left: 0 };
}

function noContents(path: string): AlaasError {
  return new AlaasError(
    'EMPTY_POOL',
    `None of these files can be labelled (the first is "${path}"). Give images, recordings, texts, or one CSV or JSON lines file.`,
  );
}
