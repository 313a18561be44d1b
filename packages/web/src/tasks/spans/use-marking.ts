import type { Span } from '@alaas/core';
import { useMemo, useRef, useState } from 'react';
import { useMessages } from '../../i18n/use-messages.ts';
import { labelColor } from '../../ui/palette.ts';
import { useActiveLabel } from '../marks/active-label.ts';
import { messages as shared } from '../marks/messages.ts';
import { useEdits } from '../marks/use-edits.ts';
import type { TaskViewProps } from '../task-view.ts';
import type { DrawnMark } from './marked-text.tsx';
import { messages } from './messages.ts';
import { addSpan, changeSpan, openSuggestions, removeSpan, spanKey, spansOf } from './model.ts';
import type { Stretch } from './pieces.ts';
import { textPlaces } from './text-places.ts';

/** Longest quote of a text that is said. */
const quoteLength = 80;

/** What is chosen: a mark by its key, or a stretch of the text, in UTF-16 units. */
export interface Choice {
  readonly mark?: string;
  readonly stretch?: Stretch;
  /** The browser shows the stretch as selected. */
  readonly isNative?: boolean;
}

/** Marks on a text, and all that can be done to them. @param say tells screen readers */
export function useMarking(props: TaskViewProps, text: string, say: (words: string) => void) {
  const { project, value, suggestion, isReadOnly = false, onChange } = props;
  const t = useMessages(messages);
  const common = useMessages(shared);
  const places = useMemo(() => textPlaces(text), [text]);
  const only = project.labels.length === 1 ? project.labels[0]?.name : undefined;
  const [active, activate] = useActiveLabel(project, only);
  const [choice, choose] = useState<Choice>({});
  const { edit, refused } = useEdits(value, onChange, !isReadOnly);
  /** Key of the mark that gets the focus when it is there; empty text: the text itself. */
  const focusNext = useRef<string>(undefined);

  const spans = spansOf(value);
  const suggested = openSuggestions(spansOf(suggestion?.value), spans, refused);
  const draw = (span: Span, isSuggestion: boolean): DrawnMark => {
    const index = project.labels.findIndex(({ name }) => name === span.label);
    return {
      key: keyOf(span, isSuggestion),
      label: span.label,
      color: labelColor(Math.max(0, index), project.labels[index]?.color),
      isSuggestion,
      start: places.toUnit(span.start),
      end: places.toUnit(span.end),
    };
  };
  const marks = [...spans.map((span) => draw(span, false)), ...suggested.map((span) => draw(span, true))];
  const find = (key: string | undefined) => ({
    span: spans.find((span) => keyOf(span, false) === key),
    suggestion: suggested.find((span) => keyOf(span, true) === key),
  });
  const quote = ({ start, end }: Stretch) => {
    const quoted = text.slice(start, end);
    return `“${quoted.length > quoteLength ? `${quoted.slice(0, quoteLength)}…` : quoted}”`;
  };
  const quoteOf = (span: Span) => quote({ start: places.toUnit(span.start), end: places.toUnit(span.end) });

  const focusOn = (span: Span) => {
    const key = keyOf(span, false);
    choose({ mark: key });
    focusNext.current = key;
  };
  const mark = (stretch: Stretch, label: string) => {
    const span = { label, start: places.toPoint(stretch.start), end: places.toPoint(stretch.end) };
    choose({});
    if (span.end <= span.start) return;
    edit(addSpan(spans, span));
    say(t.marked(quote(stretch), label));
  };

  return {
    places,
    marks,
    active,
    choice,
    focusNext,
    quote,
    choose,
    /** A stretch was chosen: it gets the label that is active, or waits for one. */
    take(stretch: Stretch) {
      if (active !== undefined) mark(stretch, active);
      else {
        choose({ stretch });
        say(t.chosen(quote(stretch)));
      }
    },
    /** A label was picked: for the chosen mark, else the chosen stretch, else what is chosen next. */
    pick(label: string) {
      const { span, suggestion: offered } = find(choice.mark);
      if (span !== undefined) {
        edit(changeSpan(spans, spanKey(span), { label }));
        focusOn({ ...span, label });
        say(t.changed(quoteOf(span), label));
      } else if (offered !== undefined) {
        edit(addSpan(spans, { ...offered, label }), spanKey(offered));
        focusOn({ ...offered, label });
        say(t.marked(quoteOf(offered), label));
      } else if (choice.stretch !== undefined) {
        mark(choice.stretch, label);
      } else {
        activate(active === label ? undefined : label);
        say(active === label ? t.inactive : t.active(label));
      }
    },
    /** A mark gets other ends; one that was only suggested is accepted with them. */
    place(key: string, stretch: Stretch) {
      const { span, suggestion: offered } = find(key);
      const before = span ?? offered;
      const ends = { start: places.toPoint(stretch.start), end: places.toPoint(stretch.end) };
      if (before === undefined || ends.end <= ends.start) return;
      const after = { ...before, ...ends };
      if (spanKey(after) !== spanKey(before)) {
        if (span === undefined) edit(addSpan(spans, after), spanKey(before));
        else edit(changeSpan(spans, spanKey(span), ends));
        say(t.moved(quote(stretch), before.label));
      }
      focusOn(after);
    },
    /** Takes the chosen mark away, or turns a suggestion down. @returns false: none is chosen */
    remove(): boolean {
      const { span, suggestion: offered } = find(choice.mark);
      const gone = span ?? offered;
      if (gone === undefined) return false;
      // also where a suggestion is turned down: from now on the answer is what people say, not what is suggested
      // and what a person has removed does not come back as a suggestion
      edit(span === undefined ? spans : removeSpan(spans, spanKey(span)), spanKey(gone));
      choose({});
      focusNext.current = '';
      say(span === undefined ? common.refused : t.removed(quoteOf(gone)));
      return true;
    },
    /** A mark was pressed: a suggestion is accepted, a mark chosen. */
    press(key: string) {
      const { suggestion: offered } = find(key);
      if (offered === undefined) {
        choose({ mark: key });
        return;
      }
      edit(addSpan(spans, offered));
      focusOn(offered);
      say(common.accepted);
    },
  };
}

export type Marking = ReturnType<typeof useMarking>;

function keyOf(span: Span, isSuggestion: boolean): string {
  return `${isSuggestion ? '?' : ''}${spanKey(span)}`;
}
