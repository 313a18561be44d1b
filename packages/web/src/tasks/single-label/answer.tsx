import type { AnswerValue, ProjectLabel } from '@alaas/core';
import { LabelChip } from '../../ui/label-chip.tsx';

export function SingleLabelAnswer(props: {
  readonly labels: readonly ProjectLabel[];
  readonly value: AnswerValue;
  readonly isSuggestion?: boolean;
}) {
  const { labels, value, isSuggestion = false } = props;
  const index = labels.findIndex((label) => label.name === value);
  return (
    <LabelChip
      name={String(value)}
      index={Math.max(0, index)}
      color={labels[index]?.color}
      isSuggestion={isSuggestion}
    />
  );
}
