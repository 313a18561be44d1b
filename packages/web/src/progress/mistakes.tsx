import { useMessages } from '../i18n/use-messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { Calibration } from './calibration.tsx';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { LabelQuality } from './label-quality.tsx';
import { messages } from './messages.ts';
import { mistakesMessages } from './mistakes-messages.ts';
import { MixUps } from './mix-ups.tsx';
import type { ProgressProps } from './progress-page.tsx';

/** Where the model errs: which labels it mixes up, how well it finds each, how sure it is. */
export function Mistakes({ project, metrics }: ProgressProps) {
  const { needsMeasure } = useMessages(messages);
  const { confusion: t } = useMessages(mistakesMessages);
  const { evaluation } = metrics;
  if (evaluation === null) {
    return (
      <Empty>
        <p>{needsMeasure.text}</p>
        <p>{needsMeasure.hint}</p>
      </Empty>
    );
  }
  const labels = evaluation.perLabel.map(({ label }) => label);
  return (
    <>
      <Section title={t.title} hint={t.hint}>
        {evaluation.confusion === undefined ? (
          <Empty>{t.several}</Empty>
        ) : (
          <>
            <MixUps project={project.id} labels={labels} confusion={evaluation.confusion} />
            <ConfusionMatrix project={project.id} labels={labels} confusion={evaluation.confusion} />
          </>
        )}
      </Section>
      <LabelQuality perLabel={evaluation.perLabel} labels={project.labels} />
      <Calibration evaluation={evaluation} />
    </>
  );
}
