import type { TrainingState } from '@alaas/core';
import { useMessages } from '../i18n/use-messages.ts';
import { messages } from './messages.ts';

/** What the model is doing at the moment. It always takes the same room. */
export function LiveState({ training }: { readonly training: TrainingState }) {
  const { live: t } = useMessages(messages);
  const { isTraining, isMeasuring, behind, modelVersion } = training;
  const isBusy = isTraining || isMeasuring || behind > 0;
  const text = isTraining
    ? t.training
    : behind > 0
      ? t.behind
      : isMeasuring
        ? t.measuring
        : modelVersion === 0
          ? t.waiting
          : t.upToDate;
  return (
    <p role="status" className="inline-flex min-w-36 items-center gap-2 text-sm md:justify-end">
      <span
        aria-hidden
        className={isBusy ? 'size-2.5 animate-pulse rounded-full bg-model' : 'size-2.5 rounded-full bg-good'}
      />
      {text}
    </p>
  );
}
