import type { Span } from '@alaas/core';
import { offsetsOf } from './code-points.ts';

/** A word or a mark, with its place in the text in code points. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Runs of letters, digits and what is combined with them; every other character that is no blank stands alone. */
const word = /[\p{L}\p{N}\p{M}_]+|[^\s\p{Cc}]/gu;

/**
 * The tokens of a text. One in which a span begins or ends is cut there, so that every span is a number of whole tokens.
 */
export function tokensOf(text: string, spans: readonly Span[]): Token[] {
  const offsets = offsetsOf(text);
  const cuts = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const tokens: Token[] = [];
  let next = 0;
  for (const match of text.matchAll(word)) {
    const end = offsets.toCodePoints(match.index + match[0].length) ?? match.index;
    let start = offsets.toCodePoints(match.index) ?? match.index;
    while (start < end) {
      while ((cuts[next] ?? end) <= start) next++;
      const cut = Math.min(cuts[next] ?? end, end);
      tokens.push({ text: text.slice(offsets.toUnits(start), offsets.toUnits(cut)), start, end: cut });
      start = cut;
    }
  }
  return tokens;
}

/**
 * A tag for each token, of spans that come in order of their starts: `B-` where a span begins, `I-` where it goes on, `O` outside. Undefined: the spans overlap, or one
 * holds nothing but blanks, which tags cannot say. Blanks at the ends of a span are in no token.
 */
export function tagsOf(tokens: readonly Token[], spans: readonly Span[], nameOf: (label: string) => string) {
  const tags = tokens.map(() => 'O');
  let next = 0;
  for (const { label, start, end } of spans) {
    while ((tokens[next]?.start ?? start) < start) next++;
    const first = next;
    while ((tokens[next]?.end ?? Number.POSITIVE_INFINITY) <= end) {
      if (tags[next] !== 'O') return undefined;
      tags[next] = `${next === first ? 'B' : 'I'}-${nameOf(label)}`;
      next++;
    }
    if (next === first) return undefined;
    // the next span may begin before this one ends, and is then found to overlap
    next = first;
  }
  return tags;
}

/**
 * The spans that tags mark: of IOB1, IOB2, IOBES and BILOU alike.
 *
 * @returns the first tag that is none, where there is one
 */
export function spansOfTags(tokens: readonly Token[], tags: readonly string[]): Span[] | string {
  const spans: { label: string; start: number; end: number }[] = [];
  let isOpen = false;
  for (const [i, { start, end }] of tokens.entries()) {
    const tag = tags[i] ?? 'O';
    if (tag === 'O') {
      isOpen = false;
      continue;
    }
    const [, kind, label] = /^([BIESLU])-(.+)$/.exec(tag) ?? [];
    if (kind === undefined || label === undefined) return tag;
    const last = spans.at(-1);
    const isNext = isOpen && 'IEL'.includes(kind) && last?.label === label;
    if (isNext) last.end = end;
    else spans.push({ label, start, end });
    isOpen = 'BI'.includes(kind);
  }
  return spans;
}
