import type { ProjectMetrics } from '@alaas/core';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { answersFor, missingForComparison } from './answer.ts';
import { learningMessages } from './learning-messages.ts';

/** What active learning has spared, with its interval; also when it has cost. */
export function LabelsSaved(props: { readonly metrics: ProjectMetrics; readonly controlShare: number }) {
  const { metrics, controlShare } = props;
  const { saved: t } = useMessages(learningMessages);
  return (
    <Section title={t.title} hint={t.hint}>
      {metrics.saved === null ? (
        <Missing metrics={metrics} controlShare={controlShare} />
      ) : (
        <Saved {...metrics.saved} />
      )}
    </Section>
  );
}

function Missing({ metrics, controlShare }: { readonly metrics: ProjectMetrics; readonly controlShare: number }) {
  const { saved: t } = useMessages(learningMessages);
  const format = useFormat();
  const missing = missingForComparison(metrics);
  const text =
    missing === 0
      ? t.afterMeasuring
      : controlShare === 0
        ? t.noControl
        : t.missing(format.count(missing), format.count(answersFor(missing, controlShare)));
  return <Empty>{text}</Empty>;
}

function Saved(props: NonNullable<ProjectMetrics['saved']>) {
  const { labels, isWholePool, randomLabels, randomAccuracy, spent, accuracy, pool } = props;
  const { saved: t } = useMessages(learningMessages);
  const format = useFormat();
  const alone =
    randomAccuracy === null ? undefined : t.alone(format.count(randomLabels), format.interval(randomAccuracy));
  if (labels === null) {
    return (
      <Empty>
        <p>{t.few}</p>
        <p>{alone}</p>
      </Empty>
    );
  }
  const { value, low, high } = labels;
  const count = Math.abs(value);
  return (
    <div className="grid gap-2">
      {isWholePool ? (
        <>
          <p className="text-2xl font-semibold text-balance">{t.wholePool}</p>
          <p>{t.wholePoolHint(format.count(count))}</p>
        </>
      ) : (
        <>
          <p>
            <span className="text-4xl font-semibold tabular-nums">{format.count(count)}</span>{' '}
            <span className="text-lg">{value < 0 ? t.lost(count) : t.unit(count)}</span>
          </p>
          <p className="tabular-nums">{t.interval(format.count(low), format.count(high))}</p>
        </>
      )}
      {low <= 0 && high >= 0 ? <p className="text-warn">{t.unclear}</p> : null}
      {high < 0 ? <p className="font-medium text-bad">{t.harms}</p> : null}
      {alone === undefined ? null : <p className="text-sm text-muted">{alone}</p>}
      {isWholePool ? null : (
        <p className="text-sm text-muted">
          {(spent + high < pool ? t.taken : t.takenOrMore)(
            format.count(spent),
            format.share(accuracy),
            ...([value, low, high].map((more) => format.count(spent + more)) as [string, string, string]),
          )}
        </p>
      )}
    </div>
  );
}
