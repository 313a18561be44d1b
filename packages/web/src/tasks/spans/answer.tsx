import type { ProjectLabel, Span } from '@alaas/core';
import { useMessages } from '../../i18n/use-messages.ts';
import { LabelChip } from '../../ui/label-chip.tsx';
import { labelColor } from '../../ui/palette.ts';
import { messages as shared } from '../marks/messages.ts';
import type { AnswerProps, TaskItem } from '../task-view.ts';
import { MarkChip } from './mark-chip.tsx';
import { lineHeight, MarkedText } from './marked-text.tsx';
import { messages } from './messages.ts';
import { spanKey, spansOf } from './model.ts';
import { textPlaces } from './text-places.ts';
import { useItemText } from './use-item-text.ts';

/** The marked text where the item is told, else how often each label was marked. */
export function SpansAnswer({ labels, value, isSuggestion = false, project, item }: AnswerProps) {
  const t = useMessages(shared);
  const spans = spansOf(value);
  if (spans.length === 0) return <span className="text-muted italic">{t.nothing}</span>;
  if (project !== undefined && item !== undefined) {
    return <MarkedAnswer {...{ labels, spans, isSuggestion, project, item }} />;
  }
  return <Counts {...{ labels, spans, isSuggestion }} />;
}

interface SpansProps {
  readonly labels: readonly ProjectLabel[];
  readonly spans: readonly Span[];
  readonly isSuggestion: boolean;
}

function MarkedAnswer(props: SpansProps & { readonly project: string; readonly item: TaskItem }) {
  const { labels, spans, isSuggestion, project, item } = props;
  const { text } = useItemText(project, item);
  // while it comes, and where it cannot
  if (text === undefined) return <Counts {...{ labels, spans, isSuggestion }} />;
  const places = textPlaces(text);
  const marks = spans.map((span) => {
    const index = labels.findIndex(({ name }) => name === span.label);
    return {
      key: spanKey(span),
      label: span.label,
      color: labelColor(Math.max(0, index), labels[index]?.color),
      isSuggestion,
      start: places.toUnit(span.start),
      end: places.toUnit(span.end),
    };
  });
  return (
    <p dir="auto" className="break-words whitespace-pre-wrap" style={{ lineHeight: lineHeight(marks) }}>
      <MarkedText text={text} marks={marks} label={(mark) => <MarkChip mark={mark} name={mark.label} />} />
    </p>
  );
}

function Counts({ labels, spans, isSuggestion }: SpansProps) {
  const t = useMessages(messages);
  return (
    <span className="flex flex-wrap gap-1">
      {[...Map.groupBy(spans, ({ label }) => label)].map(([label, { length }]) => {
        const index = labels.findIndex(({ name }) => name === label);
        return (
          <LabelChip
            key={label}
            name={t.count(label, length)}
            index={Math.max(0, index)}
            color={labels[index]?.color}
            isSuggestion={isSuggestion}
          />
        );
      })}
    </span>
  );
}
