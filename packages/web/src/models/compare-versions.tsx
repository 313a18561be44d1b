import type { ModelVersion } from '@alaas/core';
import { useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { DataTable } from '../ui/data-table.tsx';
import { SelectField } from '../ui/field.tsx';
import { Empty, Section } from '../ui/page.tsx';
import { differenceOf, type Interval, surelyLarger } from './difference.ts';
import { messages } from './messages.ts';

/** Two versions side by side: what each measures, and the difference with its interval. */
export function CompareVersions({ versions }: { readonly versions: readonly ModelVersion[] }) {
  const { compare: t } = useMessages(messages);
  const format = useFormat();
  const measured = versions.filter(({ accuracy }) => accuracy !== null);
  const [chosen, setChosen] = useState<{ readonly a?: string; readonly b?: string }>({});
  const find = (version: string | undefined) => measured.find((one) => String(one.version) === version);
  const a = find(chosen.a) ?? measured[0];
  // ten versions apart there is something to see
  const b = find(chosen.b) ?? measured[Math.min(10, measured.length - 1)];
  if (a === undefined || b === undefined || measured.length < 2) {
    return (
      <Section title={t.title}>
        <Empty>{t.empty}</Empty>
      </Section>
    );
  }
  const choices = measured.map(({ version, accuracy }) => ({
    value: String(version),
    label: t.choice(String(version), accuracy === null ? '' : format.share(accuracy.value)),
  }));
  return (
    <Section title={t.title}>
      <div className="grid max-w-2xl gap-3 sm:grid-cols-2">
        <SelectField
          label={t.a}
          choices={choices}
          value={String(a.version)}
          onChoose={(version) => setChosen({ a: version, b: String(b.version) })}
        />
        <SelectField
          label={t.b}
          choices={choices}
          value={String(b.version)}
          onChoose={(version) => setChosen({ a: String(a.version), b: version })}
        />
      </div>
      {a.version === b.version ? <Empty>{t.same}</Empty> : <Differences a={a} b={b} />}
    </Section>
  );
}

function Differences({ a, b }: { readonly a: ModelVersion; readonly b: ModelVersion }) {
  const { compare: t, range, unknown } = useMessages(messages);
  const format = useFormat();
  const rows = [
    { name: t.accuracy, a: a.accuracy, b: b.accuracy },
    { name: t.macroF1, a: a.macroF1, b: b.macroF1 },
  ].map((row) => ({ ...row, difference: row.a && row.b && differenceOf(row.a, row.b) }));
  const estimate = (given: Interval | null) => (given === null ? unknown : format.interval(given));
  const accuracy = rows[0]?.difference ?? null;
  const better = accuracy === null ? undefined : surelyLarger(accuracy);
  return (
    <div className="grid gap-2">
      <DataTable
        caption={t.title}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { title: t.measure, cell: ({ name }) => name },
          { title: `${t.a} ${String(a.version)}`, isNumber: true, cell: (row) => estimate(row.a) },
          { title: `${t.a} ${String(b.version)}`, isNumber: true, cell: (row) => estimate(row.b) },
          {
            title: t.difference,
            isNumber: true,
            cell: ({ difference: d }) =>
              d === null ? unknown : range(format.points(d.value), format.points(d.low), format.points(d.high)),
          },
        ]}
      />
      <p aria-live="polite" className="font-medium">
        {better === undefined ? t.unclear : t.better(String(better === 'a' ? a.version : b.version))}
      </p>
      <p className="max-w-prose text-sm text-muted">{t.method}</p>
    </div>
  );
}
