import type { Lease } from '@alaas/core';
import { showAnswer } from '../project/answer-text.ts';
import { paint } from '../terminal/paint.ts';
import { oneLine, plain } from '../terminal/plain.ts';
import type { Output } from '../world.ts';
import type { Keymap } from './keymap.ts';

/** Rows of a long text that are shown. */
const mostRows = 20;

/** A record as it is asked about: why it was chosen, its text or where it is, and what the head says. */
export function card(lease: Lease, answered: number, output: Pick<Output, 'hasColours' | 'columns'>): string {
  const { item, uri, text, reason, suggestion, draft } = lease;
  const doubt = reason.utility === undefined ? '' : `, utility ${reason.utility.toFixed(3)}`;
  const title = `#${answered + 1}  ${ending(item)}  (${reason.strategy}${doubt})`;
  return [
    '',
    paint(output, 'dim', title),
    cut(plain(text ?? uri)),
    ...(suggestion === undefined
      ? []
      : [paint(output, 'cyan', `  the head says ${showAnswer(suggestion.value)}, ${suggestion.score.toFixed(2)}`)]),
    ...(draft === undefined ? [] : [paint(output, 'dim', `  before: ${showAnswer(draft)}`)]),
    '',
  ].join('\n');
}

/** The keys of labels and actions, on as few lines as the terminal allows. */
export function legend(keymap: Keymap, output: Pick<Output, 'hasColours' | 'columns'>): string {
  const entries = [
    ...[...keymap.labels].map(([key, label]) => ({ key, what: oneLine(label, 24) })),
    ...[...keymap.actions].map(([key, what]) => ({ key, what })),
  ];
  const lines: string[] = [];
  let width = 0;
  for (const { key, what } of entries) {
    const length = key.length + 1 + what.length;
    const last = lines.length - 1;
    const part = `${paint(output, 'bold', key)} ${what}`;
    const fits = last >= 0 && width + 3 + length <= output.columns;
    if (fits) lines[last] += `   ${part}`;
    else lines.push(`  ${part}`);
    width = fits ? width + 3 + length : 2 + length;
  }
  return lines.join('\n');
}

/** The end of a long id, which is a path as a rule. */
function ending(item: string): string {
  const characters = [...oneLine(item, Number.POSITIVE_INFINITY)];
  return characters.length <= longestId ? characters.join('') : `…${characters.slice(1 - longestId).join('')}`;
}

const longestId = 40;

function cut(text: string): string {
  const rows = text.trimEnd().split('\n');
  if (rows.length <= mostRows) return rows.join('\n');
  return [...rows.slice(0, mostRows), `(${rows.length - mostRows} more lines)`].join('\n');
}
