import type { Suggestion } from '@alaas/core';
import type { LiveHead } from '@alaas/engine';

/** Labels up to which the probability of each is told. */
const SHOWN_LABELS = 100;

/** What a head says of an item. */
export function suggestionOf(
  { head, version }: { readonly head: LiveHead; readonly version: number },
  probabilities: Float32Array,
): Suggestion {
  const { classes, kind } = head;
  const said = kind === 'multi' ? severalOf(classes, probabilities) : likeliestOf(classes, probabilities);
  const shown = Object.fromEntries(classes.map((name, k) => [name, probabilities[k] as number]));
  return { ...said, ...(classes.length <= SHOWN_LABELS && { probabilities: shown }), modelVersion: version };
}

function likeliestOf(classes: readonly string[], probabilities: Float32Array): Pick<Suggestion, 'value' | 'score'> {
  const score = probabilities.reduce((most, value) => Math.max(most, value), 0);
  return { value: classes[probabilities.indexOf(score)] as string, score };
}

/** Labels are independent: the whole is as probable as all its parts together. */
function severalOf(classes: readonly string[], probabilities: Float32Array): Pick<Suggestion, 'value' | 'score'> {
  return {
    value: classes.filter((_, k) => (probabilities[k] as number) > 0.5),
    score: probabilities.reduce((product, yes) => product * Math.max(yes, 1 - yes), 1),
  };
}
