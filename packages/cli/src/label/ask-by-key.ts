import type { AnswerValue, Lease, Project } from '@alaas/core';
import { showAnswer } from '../project/answer-text.ts';
import { plain } from '../terminal/plain.ts';
import type { Keyboard, Output } from '../world.ts';
import type { Asker, Decision } from './ask.ts';
import { card, legend } from './card.ts';
import { type ActionName, type Keymap, keyName } from './keymap.ts';

export interface AskByKeyOptions {
  readonly project: Pick<Project, 'task' | 'labels'>;
  readonly keymap: Keymap;
  readonly keyboard: Keyboard;
  readonly screen: Output;
  readonly signal: AbortSignal;
}

const clearLine = '\r\u001b[2K';

/** One key answers a single-label record; in a multi-label one keys switch labels, and the accepting key sends them. */
export function askByKey({ project, keymap, keyboard, screen, signal }: AskByKeyOptions): Asker {
  const isMulti = project.task === 'multi-label';
  return {
    async ask(lease, answered) {
      screen.write(`${card(lease, answered, screen)}${legend(keymap, screen)}\n`);
      // keys that were struck before this record was to be seen are not meant for it
      keyboard.flush();
      const decision = isMulti ? await chooseMany(lease) : await chooseOne(lease);
      screen.write(`${clearLine}  ${describe(decision)}\n`);
      return decision;
    },
    say: (text) => screen.write(`  ${plain(text)}\n`),
    close: () => keyboard.close(),
  };

  async function chooseOne({ suggestion }: Lease): Promise<Decision> {
    for (;;) {
      const { label, action } = await key();
      if (label !== undefined) return { do: 'answer', value: label };
      if (action === 'accept' && suggestion !== undefined) return { do: 'answer', value: suggestion.value };
      if (action !== undefined && action !== 'accept') return { do: action };
    }
  }

  async function chooseMany({ draft }: Lease): Promise<Decision> {
    const chosen = new Set(Array.isArray(draft) ? draft.filter((part) => typeof part === 'string') : []);
    for (;;) {
      const value = inOrder(chosen);
      screen.write(`${clearLine}  [${showAnswer(value)}]`);
      const { label, action } = await key();
      if (label !== undefined && !chosen.delete(label)) chosen.add(label);
      if (action === 'accept') return { do: 'answer', value };
      if (action !== undefined) return { do: action };
    }
  }

  async function key(): Promise<{ label?: string | undefined; action?: ActionName | undefined }> {
    for (;;) {
      const character = await keyboard.next(signal);
      if (character === undefined || character === '\u0003' || character === '\u0004') return { action: 'quit' };
      const name = keyName(character);
      if (name === undefined) continue;
      for (const one of [name, name.toLowerCase()]) {
        const label = keymap.labels.get(one);
        if (label !== undefined) return { label };
        const action = keymap.actions.get(one);
        if (action !== undefined) return { action };
      }
    }
  }

  function inOrder(chosen: ReadonlySet<string>): AnswerValue {
    return project.labels.map(({ name }) => name).filter((name) => chosen.has(name));
  }
}

function describe(decision: Decision): string {
  return decision.do === 'answer' ? `-> ${showAnswer(decision.value)}` : `-> ${decision.do}`;
}
