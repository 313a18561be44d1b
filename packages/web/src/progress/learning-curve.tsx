import { fewestForComparison } from '@alaas/core';
import { useMemo } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Chart, type ChartSeries } from '../ui/chart.tsx';
import { Empty, Section } from '../ui/page.tsx';
import { answersFor } from './answer.ts';
import { answerMessages } from './answer-messages.ts';
import { curveFloor, curveLines } from './curve.ts';
import { learningMessages } from './learning-messages.ts';
import type { ProgressProps } from './progress-page.tsx';

const height = 320;

/** Accuracy and macro F1 by labels, beside random sampling, the target and when it is reached. */
export function LearningCurve({ project, metrics }: ProgressProps) {
  const { controlShare, target: wanted } = project;
  const { curve: t } = useMessages(learningMessages);
  const answer = useMessages(answerMessages);
  const format = useFormat();
  const lines = useMemo(() => curveLines(metrics, wanted), [metrics, wanted]);
  const { accuracy, macroF1, random, target, forecast } = lines;
  const series: ChartSeries[] = [
    { label: t.accuracy, tone: 'accent', ...accuracy },
    { label: t.macroF1, tone: 'model', ...macroF1 },
    ...(random === undefined ? [] : [{ label: t.random, tone: 'warn' as const, ...random }]),
    ...(target === undefined ? [] : [{ label: t.target, tone: 'muted' as const, values: target, isPlain: true }]),
    ...(forecast === undefined ? [] : [{ label: t.forecast, tone: 'good' as const, values: forecast }]),
  ];
  return (
    <Section title={t.title} hint={t.hint}>
      {metrics.curve.length === 0 ? (
        <div className="grid *:content-center" style={{ minHeight: height + 52 }}>
          <Empty>
            <p>{t.empty}</p>
            <p>{controlShare === 0 ? answer.noControl : t.emptyHint(format.count(answersFor(1, controlShare)))}</p>
          </Empty>
        </div>
      ) : (
        <Chart
          title={t.title}
          xLabel={t.labels}
          x={lines.labels}
          series={series}
          formatX={format.count}
          formatY={format.share}
          yRange={[curveFloor(lines), 1]}
          height={height}
        />
      )}
      <p className="max-w-prose text-sm text-muted">{t.randomHint(format.count(fewestForComparison))}</p>
    </Section>
  );
}
