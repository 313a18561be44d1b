import type { AnswerValue } from '@alaas/core';

/** The labels that an answer of any task gives: of spans and boxes, one for each. */
export function labelsOfValue(value: AnswerValue): string[] {
  if (typeof value === 'string') return [value];
  const parts = 'boxes' in value ? value.boxes : value;
  return parts.map((part) => (typeof part === 'string' ? part : part.label));
}
