import { AlaasError, type AnswerValue, type Project } from '@alaas/core';
import { oneLine } from '../terminal/plain.ts';

/** An answer in a few words: labels with commas between, or how much was marked. */
export function showAnswer(value: AnswerValue | undefined): string {
  if (value === undefined) return '-';
  if (typeof value === 'string') return oneLine(value, 60);
  if ('boxes' in value) return `${value.boxes.length} boxes`;
  if (value.length === 0) return '(none)';
  const parts = value.map((part) => (typeof part === 'string' ? part : `${part.label} ${part.start}-${part.end}`));
  return oneLine(parts.join(', '), 60);
}

/**
 * An answer as it is typed: a label; of a multi-label task labels with commas between, or - for none; of other tasks JSON.
 *
 * @throws AlaasError `INVALID_ANSWER` for what is no JSON where JSON is needed; the service checks the rest
 */
export function readAnswer(text: string, task: Project['task']): AnswerValue {
  if (task === 'single-label' || task === 'pairwise') return text;
  if (task === 'multi-label') {
    const labels = text.split(',').map((label) => label.trim());
    return text.trim() === '-' ? [] : labels.filter((label) => label !== '');
  }
  try {
    return JSON.parse(text) as AnswerValue;
  } catch (cause) {
    const form = task === 'spans' ? '[{"label":"PER","start":0,"end":3}]' : '{"width":64,"height":64,"boxes":[]}';
    throw new AlaasError('INVALID_ANSWER', `${oneLine(text, 60)} is not JSON. Write an answer like '${form}'.`, {
      cause,
    });
  }
}
