import type { Readable } from 'node:stream';
import { AlaasError, type ExchangeFormat, type ImportResult } from '@alaas/core';
import type { Engine } from '@alaas/engine';
import type { ProjectStore } from '../database/project-store.ts';
import type { SettingsMemory } from '../projects/work.ts';
import type { ExchangeStore, Included, IntakeOptions } from './exchange-store.ts';
import { exportFile } from './export-file.ts';
import type { FileFormat } from './format.ts';
import { formatFor } from './formats.ts';
import { importFile } from './import-file.ts';
import { knownLabels } from './known-labels.ts';
import type { ExchangeContext } from './record.ts';

/** Files in and out of projects. Whether the caller may is checked before. */
export interface Exchange {
  /** @throws AlaasError `NOT_FOUND`, `INVALID_REQUEST` when the format cannot express the project's task */
  export(
    project: string,
    asked: { readonly format: ExchangeFormat; readonly include: Included },
  ): Promise<{ readonly file: Readable; readonly format: FileFormat }>;
  /** @throws AlaasError `NOT_FOUND`, `INVALID_REQUEST`, `TOO_LARGE`, `SOURCE_FORBIDDEN` for items that may not be added */
  import(
    project: string,
    bytes: AsyncIterable<Uint8Array>,
    how: IntakeOptions & { readonly format: ExchangeFormat },
  ): Promise<ImportResult>;
  /** Takes the labels that the dataset's items came with as answers. @throws AlaasError `NOT_FOUND`, `INVALID_REQUEST` */
  importKnown(project: string, how: IntakeOptions): Promise<ImportResult>;
}

export interface ExchangeOptions {
  readonly projects: ProjectStore;
  readonly settings: SettingsMemory;
  readonly engine: Pick<Engine, 'items'>;
  readonly store: ExchangeStore;
  /** Of one file. */
  readonly maxBytes: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createExchange({
  projects,
  settings: memory,
  engine,
  store,
  maxBytes,
  now,
}: ExchangeOptions): Exchange {
  return {
    async export(project, { format: id, include }) {
      const context = await contextOf(project);
      const format = formatFor(id, context.task.type);
      return { file: await exportFile({ format, include, context, store }), format };
    },
    async import(project, bytes, { format: id, ...how }) {
      const context = await contextOf(project);
      const format = formatFor(id, context.task.type);
      return await importFile({ ...how, format, bytes, maxBytes, context, store });
    },
    async importKnown(project, how) {
      const context = await contextOf(project);
      const { type } = context.task;
      if (type === 'spans' || type === 'boxes') {
        throw new AlaasError(
          'INVALID_REQUEST',
          `The labels of items are names, and the answers of this project are ${type}. Import a file that has them.`,
        );
      }
      const bytes = knownLabels(engine, context.dataset, type === 'multi-label');
      const format = formatFor('jsonl', type);
      return await importFile({ ...how, format, bytes, maxBytes: Number.POSITIVE_INFINITY, context, store });
    },
  };

  async function contextOf(project: string): Promise<ExchangeContext & { readonly dataset: string }> {
    const { settings, task } = await projects.read(project, (data) => memory.read(project, data));
    return { task, labels: settings.labels, dataset: settings.dataset, project, now: now() };
  }
}
