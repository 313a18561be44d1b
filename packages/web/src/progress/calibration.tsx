import type { ProjectEvaluation } from '@alaas/core';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Figure } from '../ui/figure.tsx';
import { Empty, Section } from '../ui/page.tsx';
import { messages } from './messages.ts';
import { mistakesMessages } from './mistakes-messages.ts';
import { ReliabilityDiagram } from './reliability-diagram.tsx';

/** Whether what the model says with 80 % is right in 80 of 100 cases. */
export function Calibration({ evaluation }: { readonly evaluation: ProjectEvaluation }) {
  const { calibration: t } = useMessages(mistakesMessages);
  const { needsMeasure } = useMessages(messages);
  const format = useFormat();
  const { calibration, calibrationError, brierScore } = evaluation;
  const bins = calibration.filter(({ items }) => items > 0);
  if (bins.length === 0) {
    return (
      <Section title={t.title} hint={t.hint}>
        <Empty>{needsMeasure.text}</Empty>
      </Section>
    );
  }
  return (
    <Section title={t.title} hint={t.hint}>
      <Figure
        title={t.title}
        legend={t.point}
        picture={<ReliabilityDiagram bins={bins} />}
        table={
          <DataTable
            caption={t.title}
            rows={bins}
            keyOf={(_, index) => index}
            columns={[
              { title: t.confidence, isNumber: true, cell: ({ confidence }) => format.share(confidence) },
              { title: t.right, isNumber: true, cell: ({ accuracy }) => format.share(accuracy) },
              { title: t.items, isNumber: true, cell: ({ items }) => format.count(items) },
            ]}
          />
        }
      />
      <p className="flex flex-wrap gap-x-6 text-sm text-muted">
        {calibrationError === null ? null : <span>{t.error(format.interval(calibrationError))}</span>}
        {brierScore === null ? null : <span>{t.brier(format.number(brierScore))}</span>}
      </p>
    </Section>
  );
}
