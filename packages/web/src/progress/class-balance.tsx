import type { ProjectLabel, ProjectMetrics } from '@alaas/core';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Meter } from '../ui/meter.tsx';
import { Empty, Section } from '../ui/page.tsx';
import { LabelName } from './label-name.tsx';
import { learningMessages } from './learning-messages.ts';

/** Answers by label, in the project's order. */
export function ClassBalance(props: {
  readonly balance: ProjectMetrics['classBalance'];
  readonly labels: readonly ProjectLabel[];
}) {
  const { balance, labels } = props;
  const { balance: t } = useMessages(learningMessages);
  const format = useFormat();
  const most = Math.max(0, ...balance.map(({ share }) => share));
  return (
    <Section title={t.title} hint={t.hint}>
      {most === 0 ? (
        <Empty>{t.empty}</Empty>
      ) : (
        <DataTable
          caption={t.title}
          rows={balance}
          keyOf={({ label }) => label}
          columns={[
            { title: t.label, cell: ({ label }) => <LabelName name={label} labels={labels} /> },
            { title: t.responses, isNumber: true, cell: ({ responses }) => format.count(responses) },
            { title: t.share, cell: ({ share }) => <Meter share={share / most} text={format.share(share)} /> },
          ]}
        />
      )}
    </Section>
  );
}
