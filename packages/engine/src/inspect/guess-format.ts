import type { SampledFormat } from './sample-rows.ts';

const byEnding: Readonly<Record<string, SampledFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  list: 'list',
  lst: 'list',
};

/**
 * The format of a manifest: what its name says, else what its first lines look like. Lines that are no addresses are texts.
 *
 * @param start of the content; its last line may be cut
 */
export function guessFormat(name: string | undefined, start: string): SampledFormat {
  const ending = /\.([a-z0-9]+)$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  const named = Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
  if (named !== undefined) return named;
  const lines = start
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, lookedAt);
  if (lines.length > 0 && lines.every((line) => /^\s*(\{.*|"[^"]*"\s*)$/.test(line))) return 'jsonl';
  if (isTable(lines, '\t')) return 'tsv';
  if (isTable(lines, ',')) return 'csv';
  const addresses = lines.filter((line) => line.startsWith('#') || isAddress(line.trim())).length;
  return addresses >= lines.length * 0.8 && lines.length > 0 ? 'list' : 'texts';
}

const lookedAt = 20;

/** Every line has as many fields as the first, and the first looks like names. */
function isTable(lines: readonly string[], delimiter: string): boolean {
  const [header = ''] = lines;
  const width = fieldsOf(header, delimiter);
  if (width < 2 || lines.length < 2) return false;
  const cells = header.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const looksNamed =
    new Set(cells).size === cells.length && cells.every((cell) => /^[\p{L}_][\p{L}\p{N} _.()-]{0,60}$/u.test(cell));
  // the last line may be cut
  const whole = lines.slice(1, -1);
  return looksNamed && whole.every((line) => fieldsOf(line, delimiter) === width);
}

/** Fields of a line, where a delimiter inside of quotes is none. */
function fieldsOf(line: string, delimiter: string): number {
  let [fields, isQuoted] = [1, false];
  for (const sign of line) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (sign === delimiter && !isQuoted) fields++;
  }
  return fields;
}

function isAddress(line: string): boolean {
  return /^([a-z][a-z0-9+.-]+:\/\/|file:|\/)\S/i.test(line) || /^[^\s.,;!?]\S*\.[a-z][a-z0-9]{1,4}$/i.test(line);
}
