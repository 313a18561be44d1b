import type { ExchangeFormat } from '@alaas/core';

/** Formats by what the name of a file of theirs ends with, the usual one first. */
const byEnding: Readonly<Record<string, readonly ExchangeFormat[]>> = {
  jsonl: ['jsonl', 'doccano', 'prodigy'],
  ndjson: ['jsonl', 'doccano', 'prodigy'],
  csv: ['csv'],
  parquet: ['parquet'],
  conll: ['conll'],
  json: ['label-studio', 'argilla', 'coco'],
};

/**
 * The format of a file as far as its name tells.
 *
 * @param chosen what is chosen already: it stays where the name fits it
 * @returns undefined where the name tells nothing
 */
export function formatOfName(name: string, chosen: ExchangeFormat): ExchangeFormat | undefined {
  const formats = byEnding[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''];
  return formats?.includes(chosen) ? chosen : formats?.[0];
}
