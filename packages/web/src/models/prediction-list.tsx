import type { Predictions, Project } from '@alaas/core';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { LabelChip } from '../ui/label-chip.tsx';
import { Meter } from '../ui/meter.tsx';
import type { Input } from './inputs.ts';
import { messages } from './messages.ts';

/** Labels whose probabilities are shown at first. */
const shownFirst = 6;

type Prediction = Predictions['items'][number];

/** What the model says of each input; one that failed says why in its place. */
export function PredictionList(props: {
  readonly project: Project;
  readonly inputs: readonly Input[];
  readonly said: Predictions;
}) {
  const { project, inputs, said } = props;
  const { try: t } = useMessages(messages);
  const format = useFormat();
  return (
    <div className="grid gap-3">
      <h3 className="font-medium">{t.result(format.count(inputs.length), String(said.modelVersion))}</h3>
      <ol className="grid gap-3 lg:grid-cols-2">
        {said.items.map((prediction, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: inputs have no names of their own, and never change places
          <li key={index} className="grid content-start gap-3 rounded-lg border border-line bg-canvas p-4">
            <p dir="auto" className="line-clamp-3 break-words text-muted">
              {inputs[index]?.name}
            </p>
            <PredictionView project={project} prediction={prediction} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function PredictionView({ project, prediction }: { readonly project: Project; readonly prediction: Prediction }) {
  const { try: t } = useMessages(messages);
  if ('error' in prediction) {
    return (
      <div className="flex gap-2">
        <CircleAlert aria-hidden size={20} className="mt-0.5 shrink-0 text-bad" />
        <p className="min-w-0 break-words">
          <strong>{t.failed}.</strong> {prediction.error.detail}{' '}
          <code className="font-mono text-sm">{prediction.error.code}</code>
        </p>
      </div>
    );
  }
  const values = typeof prediction.value === 'string' ? [prediction.value] : prediction.value;
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        {t.says}
        {values.length === 0 ? <em>{t.nothing}</em> : null}
        {values.map((value) => {
          const index = project.labels.findIndex(({ name }) => name === value);
          return (
            <LabelChip
              key={value}
              name={value}
              index={Math.max(0, index)}
              color={project.labels[index]?.color}
              isSuggestion
            />
          );
        })}
      </p>
      <Probabilities probabilities={prediction.probabilities} />
    </>
  );
}

function Probabilities({ probabilities }: { readonly probabilities: Readonly<Record<string, number>> }) {
  const { try: t } = useMessages(messages);
  const format = useFormat();
  const [isWhole, setIsWhole] = useState(false);
  const all = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  const shown = isWhole ? all : all.slice(0, shownFirst);
  return (
    <>
      <dl aria-label={t.labels} className="grid grid-cols-[minmax(4rem,auto)_1fr] items-center gap-x-4 gap-y-1">
        {shown.map(([label, probability]) => (
          <div key={label} className="contents">
            <dt dir="auto" className="truncate" title={label}>
              {label}
            </dt>
            <dd>
              <Meter share={probability} text={format.share(probability)} tone="model" />
            </dd>
          </div>
        ))}
      </dl>
      {all.length > shown.length ? (
        <div>
          <Button kind="quiet" onClick={() => setIsWhole(true)}>
            {t.more(format.count(all.length - shown.length))}
          </Button>
        </div>
      ) : null}
    </>
  );
}
