import { createRandom, type Random } from '@alaas/core';
import { unbalancedLabels } from './sample-labels.ts';
import { type Intent, phrases } from './sample-phrases.ts';

export interface SampleText {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/**
 * Made-up messages to a shop's help desk to try the product on, one to four sentences each. The label is what the
 * writer wants: delivery (70 in a hundred), refund (20), account (8), safety (2). All share greetings, products and
 * most words, so that no single word tells the label.
 *
 * @param options.size number of messages; a larger pool of the same seed begins with the smaller one
 * @param options.seed unsigned 32-bit
 */
export function* sampleTexts(options: { seed: number; size: number }): Generator<SampleText, void> {
  const random = createRandom(options.seed).fork('texts');
  const labels = unbalancedLabels<Intent>(['delivery', 'refund', 'account', 'safety'], random.fork('labels'));
  for (let i = 0; i < options.size; i++) {
    const label = labels.next().value;
    const id = `text-${String(i + 1).padStart(5, '0')}`;
    yield { id, label, text: writeMessage(label, random.fork(id)) };
  }
}

/** A greeting, the matter, a detail, a closing: the matter always, the others often. */
function writeMessage(intent: Intent, random: Random): string {
  const maybe = (share: number, choices: readonly string[]): string =>
    random.next() < share ? pick(choices, random) : '';
  const sentences = [
    maybe(0.5, phrases.greetings),
    pick(phrases.matters[intent], random),
    // a detail may be about something else than the matter
    maybe(0.6, random.next() < 0.75 ? phrases.details[intent] : phrases.details.any),
    maybe(0.5, phrases.closings),
  ];
  const text = sentences
    .filter((sentence) => sentence !== '')
    .map((sentence) => fill(sentence, random))
    .join(' ');
  return random.next() < 0.15 ? carelessly(text, random) : text;
}

/** Each {name} becomes one of the words of that name, or a made-up number or day. */
function fill(sentence: string, random: Random): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'order') return String(100_000 + random.below(900_000));
    if (name === 'amount') return `${5 + random.below(290)}.${pick(['00', '50', '90', '99'], random)}`;
    if (name === 'days') return String(2 + random.below(19));
    return pick(phrases.words[name as keyof typeof phrases.words], random);
  });
}

/** As typed in a hurry: no capitals, and two neighbouring letters exchanged. */
function carelessly(text: string, random: Random): string {
  const lower = text.toLowerCase();
  const at = 1 + random.below(Math.max(1, lower.length - 3));
  return lower.slice(0, at) + lower.charAt(at + 1) + lower.charAt(at) + lower.slice(at + 2);
}

function pick<T>(choices: readonly T[], random: Random): T {
  return choices[random.below(choices.length)] as T;
}
