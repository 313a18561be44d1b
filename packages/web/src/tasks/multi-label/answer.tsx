import type { AnswerValue, ProjectLabel } from '@alaas/core';
import { useMessages } from '../../i18n/use-messages.ts';
import { LabelChip } from '../../ui/label-chip.tsx';
import { messages } from '../messages.ts';
import { chosenLabels } from './model.ts';

export function MultiLabelAnswer(props: {
  readonly labels: readonly ProjectLabel[];
  readonly value: AnswerValue;
  readonly isSuggestion?: boolean;
}) {
  const { labels, value, isSuggestion = false } = props;
  const t = useMessages(messages);
  const chosen = chosenLabels(value);
  if (chosen.length === 0) return <span className="text-sm text-muted">{t.none}</span>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {chosen.map((name) => {
        const index = labels.findIndex((label) => label.name === name);
        return (
          <LabelChip
            key={name}
            name={name}
            index={Math.max(0, index)}
            color={labels[index]?.color}
            isSuggestion={isSuggestion}
          />
        );
      })}
    </span>
  );
}
