import { type AnswerValue, pairwiseAnswers } from '@alaas/core';
import { useMessages } from '../../i18n/use-messages.ts';
import { LabelChip } from '../../ui/label-chip.tsx';
import { messages } from '../messages.ts';

export function PairwiseAnswer({
  value,
  isSuggestion = false,
}: {
  readonly value: AnswerValue;
  readonly isSuggestion?: boolean;
}) {
  const t = useMessages(messages);
  const answer = pairwiseAnswers.find((one) => one === value);
  const name = answer === undefined ? String(value) : t.sides[answer];
  return (
    <LabelChip
      name={name}
      index={answer === undefined ? 0 : pairwiseAnswers.indexOf(answer)}
      isSuggestion={isSuggestion}
    />
  );
}
