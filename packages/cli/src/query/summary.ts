import type { QueryResult } from '@alaas/core';
import { formatCount, formatCountOf, formatSeconds } from '../terminal/numbers.ts';
import { withWraps } from './wrap.ts';

/** Where the parts of a result went, for the words about them. */
export interface Places {
  /** Undefined: standard output. */
  readonly out: string | undefined;
  readonly errors: string | undefined;
}

/** What a query did, in a few lines for a person. */
export function summarise(result: QueryResult, places: Places): string {
  const { picks, summary } = result;
  const first = picks[0];
  const by =
    first === undefined ? '' : ` by ${withWraps(first.strategy, first.wrap)} on ${first.model}, seed ${first.seed}`;
  const lines = [
    `Chose ${formatCount(picks.length)} of ${formatCountOf(summary.pool, 'item')}${by}.`,
    `  pool     ${poolLine(result)}`,
    `  time     scan ${formatSeconds(summary.seconds.scan)} (${formatCount(summary.inferred)} computed now), select ${formatSeconds(summary.seconds.select)}`,
  ];
  if (summary.learner !== undefined) lines.push(`  head     ${headLine(summary)}`);
  if (summary.failed > 0) lines.push(`  failed   ${failedLine(result, places.errors)}`);
  lines.push(nextLine(places));
  return lines.join('\n');
}

function poolLine({ summary }: QueryResult): string {
  const parts = [`${formatCount(summary.items)} given`];
  const add = (count: number, what: string) => {
    if (count > 0) parts.push(`${formatCount(count)} ${what}`);
  };
  add(summary.labelled, 'labelled already');
  add(summary.duplicateIds, 'with an id given before');
  add(summary.duplicateContents, 'with the content of an earlier one');
  add(summary.failed, 'failed');
  return parts.join(', ');
}

/** `mlp (hidden=8), incremental (keep 0.5), calibrated on 4 labels, 12 pseudo-labels, round 2: why it is another one`. */
function headLine({ learner = '', learnerNote, taught }: QueryResult['summary']): string {
  const note = learnerNote === undefined ? '' : `: ${learnerNote}`;
  if (taught === undefined) return `${learner}${note}`;
  const { options, training, round, heldOut, pseudoLabels } = taught;
  const given = Object.entries(options).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const parts = [
    given.length === 0 ? learner : `${learner} (${given.join(', ')})`,
    ...(training.mode === 'incremental' ? [`incremental (keep ${training.keep})`] : []),
    ...(heldOut > 0 ? [`calibrated on ${formatCountOf(heldOut, 'label')}`] : []),
    ...(training.pseudoLabels === false ? [] : [formatCountOf(pseudoLabels, 'pseudo-label')]),
    ...(round > 0 ? [`round ${round}`] : []),
  ];
  return `${parts.join(', ')}${note}`;
}

function failedLine({ errors, summary }: QueryResult, place: string | undefined): string {
  const counts = new Map<string, number>();
  for (const { code } of errors) counts.set(code, (counts.get(code) ?? 0) + 1);
  const byCode = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const parts = byCode.map(([code, count]) => `${code} ${formatCount(count)}`);
  const rest = summary.failed - errors.length;
  if (rest > 0) parts.push(`and ${formatCount(rest)} more that the service does not list`);
  return `${parts.join(', ')}; ${place === undefined ? 'see them with --errors FILE' : `see ${place}`}`;
}

function nextLine({ out }: Places): string {
  const where = out === undefined ? 'these items' : `the items in ${out}`;
  return `Next: label ${where}, give the labels as a column of a manifest, and ask again with --label-column.`;
}
