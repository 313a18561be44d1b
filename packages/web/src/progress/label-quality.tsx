import type { ProjectEvaluation, ProjectLabel } from '@alaas/core';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Meter } from '../ui/meter.tsx';
import { Section } from '../ui/page.tsx';
import { LabelName } from './label-name.tsx';
import { messages } from './messages.ts';
import { mistakesMessages } from './mistakes-messages.ts';

/** Precision, recall and F1 of each label. */
export function LabelQuality(props: {
  readonly perLabel: ProjectEvaluation['perLabel'];
  readonly labels: readonly ProjectLabel[];
}) {
  const { perLabel, labels } = props;
  const { quality: t } = useMessages(mistakesMessages);
  const { unknown } = useMessages(messages);
  const format = useFormat();
  const share = (value: number | null) =>
    value === null ? unknown : <Meter share={value} text={format.share(value)} />;
  return (
    <Section title={t.title} hint={t.hint}>
      <DataTable
        caption={t.title}
        rows={perLabel}
        keyOf={({ label }) => label}
        columns={[
          { title: t.label, cell: ({ label }) => <LabelName name={label} labels={labels} /> },
          { title: t.items, isNumber: true, cell: ({ items }) => format.count(items) },
          { title: t.precision, cell: ({ precision }) => share(precision) },
          { title: t.recall, cell: ({ recall }) => share(recall) },
          { title: t.f1, cell: ({ f1 }) => share(f1) },
        ]}
      />
      <p className="max-w-prose text-sm text-muted">{t.legend}</p>
    </Section>
  );
}
