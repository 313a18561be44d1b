import type { Quality } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { qualityQuery } from '../progress/progress-queries.ts';
import { DataTable } from '../ui/data-table.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';

/** Annotators side by side: how much, how fast, how right, and how far they agree with each other. */
export function People({ project }: { readonly project: string }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const { data: quality, error, refetch } = useQuery(qualityQuery(useClient(), project));
  if (quality === undefined) {
    return error === null ? <ProgressBar label={wait} /> : <Problem error={error} onRetry={() => void refetch()} />;
  }
  if (quality.annotators.length === 0) return <Empty>{t.peopleNone}</Empty>;
  return (
    <>
      <Annotators annotators={quality.annotators} />
      {quality.cohenKappa.length === 0 ? null : <Pairs quality={quality} />}
    </>
  );
}

function Annotators({ annotators }: Pick<Quality, 'annotators'>) {
  const t = useMessages(messages);
  const format = useFormat();
  const orFew = <T,>(value: T | null, show: (value: T) => string) => (value === null ? t.tooFew : show(value));
  return (
    <DataTable
      caption={t.peopleCaption}
      rows={annotators}
      keyOf={({ id }) => id}
      columns={[
        { title: t.annotator, cell: ({ name }) => name },
        { title: t.responses, isNumber: true, cell: ({ responses }) => format.count(responses) },
        { title: t.skipped, isNumber: true, cell: ({ skipped }) => format.count(skipped) },
        { title: t.leadTime, isNumber: true, cell: ({ leadTimeMs }) => orFew(leadTimeMs, format.duration) },
        { title: t.perHour, isNumber: true, cell: ({ perHour }) => orFew(perHour, format.count) },
        { title: t.goldAccuracy, isNumber: true, cell: ({ goldAccuracy }) => orFew(goldAccuracy, format.interval) },
        { title: t.agreement, isNumber: true, cell: ({ agreement }) => orFew(agreement, format.interval) },
        { title: t.quality, isNumber: true, cell: ({ quality }) => orFew(quality, (value) => format.number(value, 2)) },
      ]}
    />
  );
}

function Pairs({ quality }: { readonly quality: Quality }) {
  const t = useMessages(messages);
  const format = useFormat();
  const names = new Map(quality.annotators.map(({ id, name }) => [id, name]));
  const number = (value: number) => format.number(value, 2);
  return (
    <Section title={t.pairs} hint={t.pairsHint}>
      <DataTable
        caption={t.pairs}
        rows={quality.cohenKappa}
        keyOf={({ a, b }) => `${a} ${b}`}
        columns={[
          { title: t.pair, cell: ({ a, b }) => `${names.get(a) ?? a} · ${names.get(b) ?? b}` },
          { title: t.records, isNumber: true, cell: ({ records }) => format.count(records) },
          {
            title: t.kappa,
            isNumber: true,
            cell: ({ kappa }) =>
              kappa === null ? t.tooFew : `${number(kappa.value)} (${number(kappa.low)} – ${number(kappa.high)})`,
          },
        ]}
      />
    </Section>
  );
}
