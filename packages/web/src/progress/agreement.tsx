import type { Quality } from '@alaas/core';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty, Section } from '../ui/page.tsx';
import { peopleMessages } from './people-messages.ts';

/** Agreement of all, and of each pair, with intervals. */
export function Agreement({ quality }: { readonly quality: Quality }) {
  const { agreement: t } = useMessages(peopleMessages);
  const format = useFormat();
  const { records, observedAgreement, fleissKappa, krippendorffAlpha, cohenKappa, annotators } = quality;
  if (records === 0) {
    return (
      <Section title={t.title} hint={t.hint}>
        <Empty>
          <p>{t.empty}</p>
          <p>{t.emptyHint}</p>
        </Empty>
      </Section>
    );
  }
  const number = (value: number) => format.number(value, 2);
  const coefficient = (given: Quality['fleissKappa']) =>
    given === null ? t.unknown : `${number(given.value)} (${number(given.low)} – ${number(given.high)})`;
  const names = new Map(annotators.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  return (
    <Section title={t.title} hint={`${t.records(format.count(records))}. ${t.hint}`}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2">
        <dt>{t.observed}</dt>
        <dd className="text-right tabular-nums">
          {observedAgreement === null ? t.unknown : format.interval(observedAgreement)}
        </dd>
        <dt>{t.fleiss}</dt>
        <dd className="text-right tabular-nums">{coefficient(fleissKappa)}</dd>
        <dt>{t.alpha}</dt>
        <dd className="text-right tabular-nums">{coefficient(krippendorffAlpha)}</dd>
      </dl>
      {cohenKappa.length === 0 ? null : (
        <>
          <h3 className="font-medium">{t.pairs}</h3>
          <DataTable
            caption={t.pairs}
            rows={cohenKappa}
            keyOf={({ a, b }) => `${a} ${b}`}
            columns={[
              { title: t.pair, cell: ({ a, b }) => <span dir="auto">{`${nameOf(a)} · ${nameOf(b)}`}</span> },
              { title: t.items, isNumber: true, cell: ({ records: shared }) => format.count(shared) },
              { title: t.kappa, isNumber: true, cell: ({ kappa }) => coefficient(kappa) },
            ]}
          />
        </>
      )}
    </Section>
  );
}
