import type { AnswerValue, Span } from '@alaas/core';

/** The spans of an answer; of any other, or none, there are none. */
export function spansOf(value: AnswerValue | undefined): readonly Span[] {
  return Array.isArray(value) ? value.filter((one): one is Span => typeof one === 'object') : [];
}

/** A text that is equal for equal spans. */
export function spanKey({ label, start, end }: Span): string {
  return `${start} ${end} ${label}`;
}

/** With one more span; the same one twice counts once. From first to last, as answers are. */
export function addSpan(spans: readonly Span[], span: Span): readonly Span[] {
  return addSpans(spans, [span]);
}

export function addSpans(spans: readonly Span[], added: readonly Span[]): readonly Span[] {
  const byKey = new Map([...spans, ...added].map((span) => [spanKey(span), span]));
  return [...byKey.values()].sort((a, b) => a.start - b.start || a.end - b.end || compare(a.label, b.label));
}

export function removeSpan(spans: readonly Span[], key: string): readonly Span[] {
  return spans.filter((span) => spanKey(span) !== key);
}

/** With another label, or other ends, for a span. */
export function changeSpan(spans: readonly Span[], key: string, change: Partial<Span>): readonly Span[] {
  return addSpans(
    removeSpan(spans, key),
    spans.filter((span) => spanKey(span) === key).map((span) => ({ ...span, ...change })),
  );
}

/** Spans of a suggestion that are neither in the answer nor were turned down. */
export function openSuggestions(
  suggested: readonly Span[],
  spans: readonly Span[],
  refused: ReadonlySet<string>,
): readonly Span[] {
  const taken = new Set(spans.map(spanKey));
  return addSpans([], suggested).filter((span) => !taken.has(spanKey(span)) && !refused.has(spanKey(span)));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
