import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { AlaasError, type AnswerValue, type Lease, type Project } from '@alaas/core';
import { plain } from '../terminal/plain.ts';
import type { Output } from '../world.ts';
import type { Asker, Decision } from './ask.ts';
import { card, legend } from './card.ts';
import { type ActionName, actions, type Keymap } from './keymap.ts';

export interface AskByLineOptions {
  readonly project: Pick<Project, 'task' | 'labels'>;
  readonly keymap: Keymap;
  readonly input: AsyncIterable<Uint8Array>;
  readonly screen: Output;
  /** Records are printed as JSON, one a line, and nothing else is. */
  readonly isJson: boolean;
  readonly signal: AbortSignal;
}

/**
 * One line answers one record: a label, its key, or the beginning of one label only; of a multi-label task several with
 * commas between, or - for none. An empty line skips, u takes the last answer back, q ends, as the end of the input does.
 */
export function askByLine(options: AskByLineOptions): Asker {
  const { project, keymap, input, screen, isJson, signal } = options;
  const reader = createInterface({ input: Readable.from(input), crlfDelay: Number.POSITIVE_INFINITY });
  const lines = reader[Symbol.asyncIterator]();
  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const say = (text: string): void => {
    if (!isJson) screen.write(`  ${plain(text)}\n`);
  };
  return {
    async ask(lease, answered) {
      if (isJson) screen.write(`${JSON.stringify(lease)}\n`);
      else screen.write(`${card(lease, answered, screen)}${legend(keymap, screen)}\n`);
      for (;;) {
        if (screen.isTerminal) screen.write('> ');
        const line = await Promise.race([lines.next(), stopped]);
        if (line === undefined || line.done) return { do: 'quit' };
        const decision = readDecision(line.value.trim(), lease, project, keymap);
        if (typeof decision !== 'string') return decision;
        // the lines of a script would answer other records than they are meant for
        if (isJson || !screen.isTerminal) throw new AlaasError('INVALID_ANSWER', decision);
        say(decision);
      }
    },
    say,
    close: () => reader.close(),
  };
}

/** What a line means, or what is wrong with it. */
export function readDecision(
  line: string,
  lease: Pick<Lease, 'suggestion'>,
  project: Pick<Project, 'task' | 'labels'>,
  keymap: Keymap,
): Decision | string {
  const names = project.labels.map(({ name }) => name);
  if (project.task === 'multi-label' && (line === '-' || line.includes(','))) return readMany(line, names, keymap);
  const label = exactLabel(line, names, keymap);
  if (label === undefined) {
    const action = line === '' ? 'skip' : actionOf(line, keymap);
    if (action === 'accept') return accept(lease);
    if (action !== undefined) return { do: action };
  }
  const chosen = label ?? begunLabel(line, names);
  if (chosen === undefined) return unknown(line, names);
  return answer(project.task === 'multi-label' ? [chosen] : chosen);
}

function readMany(line: string, names: readonly string[], keymap: Keymap): Decision | string {
  if (line === '-') return answer([]);
  const chosen = new Set<string>();
  for (const part of line.split(',').map((text) => text.trim())) {
    const label = exactLabel(part, names, keymap) ?? begunLabel(part, names);
    if (label === undefined) return unknown(part, names);
    chosen.add(label);
  }
  return answer(names.filter((name) => chosen.has(name)));
}

function answer(value: AnswerValue): Decision {
  return { do: 'answer', value };
}

function accept({ suggestion }: Pick<Lease, 'suggestion'>): Decision | string {
  return suggestion === undefined ? 'There is no suggestion to accept. Type a label.' : answer(suggestion.value);
}

function actionOf(line: string, { actions: keys }: Keymap): ActionName | undefined {
  return actions.find((action) => action === line) ?? keys.get(line);
}

function exactLabel(text: string, names: readonly string[], { labels }: Keymap): string | undefined {
  return names.includes(text) ? text : labels.get(text);
}

/** The one label that begins so. */
function begunLabel(text: string, names: readonly string[]): string | undefined {
  const begun = names.filter((name) => text !== '' && name.toLowerCase().startsWith(text.toLowerCase()));
  return begun.length === 1 ? begun[0] : undefined;
}

function unknown(text: string, names: readonly string[]): string {
  const begun = names.filter((name) => text !== '' && name.toLowerCase().startsWith(text.toLowerCase()));
  const shown = (begun.length > 1 ? begun : names).slice(0, 20).join(', ');
  return begun.length > 1
    ? `Several labels begin with ${text}: ${shown}.`
    : `There is no label ${text}; there are ${shown}.`;
}
