import { AlaasError, type ExchangeFormat, formatsFor, type TaskType } from '@alaas/core';
import { argilla } from './argilla.ts';
import { coco } from './coco.ts';
import { conll } from './conll.ts';
import { csv } from './csv.ts';
import { doccano } from './doccano.ts';
import type { FileFormat } from './format.ts';
import { jsonl } from './jsonl.ts';
import { labelStudio } from './label-studio.ts';
import { parquet } from './parquet.ts';
import { prodigy } from './prodigy.ts';

/** Every format: a new one is a file, its id in core's list, and its line here. */
export const fileFormats: Readonly<Record<ExchangeFormat, FileFormat>> = {
  jsonl,
  csv,
  parquet,
  'label-studio': labelStudio,
  argilla,
  doccano,
  prodigy,
  coco,
  conll,
};

/** @throws AlaasError `INVALID_REQUEST` when the format cannot express the task, naming those that can */
export function formatFor(id: ExchangeFormat, task: TaskType): FileFormat {
  const able = formatsFor(task);
  if (able.includes(id)) return fileFormats[id];
  throw new AlaasError(
    'INVALID_REQUEST',
    `${id} cannot express answers of a ${task} project. Take one of ${able.join(', ')}.`,
  );
}
