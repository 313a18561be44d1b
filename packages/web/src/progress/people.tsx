import type { Quality } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { DataTable } from '../ui/data-table.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Acceptance } from './acceptance.tsx';
import { Agreement } from './agreement.tsx';
import { messages } from './messages.ts';
import { peopleMessages } from './people-messages.ts';
import type { ProgressProps } from './progress-page.tsx';
import { qualityQuery } from './progress-queries.ts';

/** How fast people are, how far they agree, and what suggestions do to them. */
export function People({ project }: ProgressProps) {
  const t = useMessages(common);
  const { data, error, refetch } = useQuery(qualityQuery(useClient(), project.id));
  if (data === undefined) {
    return error === null ? (
      <ProgressBar label={t.loading} />
    ) : (
      <Problem error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <>
      <Annotators annotators={data.annotators} />
      <div className="grid gap-5 lg:grid-cols-2">
        <Agreement quality={data} />
        <Acceptance acceptance={data.acceptance} />
      </div>
    </>
  );
}

function Annotators({ annotators }: Pick<Quality, 'annotators'>) {
  const { people: t } = useMessages(peopleMessages);
  const { unknown } = useMessages(messages);
  const format = useFormat();
  if (annotators.length === 0) {
    return (
      <Section title={t.title} hint={t.hint}>
        <Empty>{t.empty}</Empty>
      </Section>
    );
  }
  const estimate = (given: Quality['observedAgreement']) => (given === null ? unknown : format.interval(given));
  return (
    <Section title={t.title} hint={t.hint}>
      <DataTable
        caption={t.title}
        rows={annotators}
        keyOf={({ id }) => id}
        columns={[
          { title: t.name, cell: ({ name }) => <span dir="auto">{name}</span> },
          { title: t.answers, isNumber: true, cell: ({ responses }) => format.count(responses) },
          { title: t.skipped, isNumber: true, cell: ({ skipped }) => format.count(skipped) },
          {
            title: t.leadTime,
            isNumber: true,
            cell: ({ leadTimeMs }) => (leadTimeMs === null ? unknown : format.duration(leadTimeMs)),
          },
          {
            title: t.perHour,
            isNumber: true,
            cell: ({ perHour }) => (perHour === null ? unknown : format.count(perHour)),
          },
          {
            title: t.gold,
            isNumber: true,
            cell: ({ goldAccuracy, goldAnswers }) =>
              goldAccuracy === null ? unknown : `${estimate(goldAccuracy)} ${t.goldOf(format.count(goldAnswers))}`,
          },
          { title: t.agreement, isNumber: true, cell: ({ agreement }) => estimate(agreement) },
          {
            title: t.quality,
            isNumber: true,
            cell: ({ quality }) => (quality === null ? unknown : format.number(quality, 2)),
          },
        ]}
      />
    </Section>
  );
}
