import type { Readable } from 'node:stream';
import type { ExchangeFormat, ImportResult } from '@alaas/core';
import type { ProjectStore } from '../database/project-store.ts';
import { createSettingsMemory } from '../projects/work.ts';
import type { ExchangeStore, Included, IntakeOptions } from './exchange-store.ts';
import { exportFile } from './export-file.ts';
import type { FileFormat } from './format.ts';
import { formatFor } from './formats.ts';
import { importFile } from './import-file.ts';
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
}

export interface ExchangeOptions {
  readonly projects: ProjectStore;
  readonly store: ExchangeStore;
  /** Of one file. */
  readonly maxBytes: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createExchange({ projects, store, maxBytes, now }: ExchangeOptions): Exchange {
  const memory = createSettingsMemory();
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
  };

  async function contextOf(project: string): Promise<ExchangeContext> {
    const { settings, task } = await projects.read(project, (data) => memory.read(project, data));
    return { task, labels: settings.labels, project, now: now() };
  }
}
