import type { ProjectRound } from '@alaas/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import type { ProgressProps } from './progress-page.tsx';
import { roundsQuery } from './progress-queries.ts';
import { RoundDialog } from './round-dialog.tsx';
import { roundsMessages } from './rounds-messages.ts';
import { strategyName } from './strategy-name.ts';

/** Every choice of items, the newest first. */
export function Rounds({ project }: ProgressProps) {
  const t = useMessages(roundsMessages);
  const { loading } = useMessages(common);
  const [opened, setOpened] = useState<ProjectRound>();
  const query = useInfiniteQuery(roundsQuery(useClient(), project.id));
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query;
  if (data === undefined) {
    return error === null ? <ProgressBar label={loading} /> : <Problem error={error} onRetry={() => void refetch()} />;
  }
  const rounds = data.pages.flat();
  return (
    <Section title={t.title} hint={t.hint}>
      {rounds.length === 0 ? <Empty>{t.empty}</Empty> : <RoundTable rounds={rounds} onOpen={setOpened} />}
      {hasNextPage ? (
        <div>
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t.more}
          </Button>
        </div>
      ) : null}
      {opened === undefined ? null : (
        <RoundDialog project={project.id} round={opened} onClose={() => setOpened(undefined)} />
      )}
    </Section>
  );
}

function RoundTable({
  rounds,
  onOpen,
}: {
  readonly rounds: readonly ProjectRound[];
  onOpen(round: ProjectRound): void;
}) {
  const t = useMessages(roundsMessages);
  const { arms } = useMessages(messages);
  const format = useFormat();
  const byArm = (items: ProjectRound['items']): string =>
    (Object.keys(arms) as (keyof typeof arms)[])
      .map((arm) => [arms[arm], items.filter((item) => item.arm === arm).length] as const)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${name} ${format.count(count)}`)
      .join(' · ');
  return (
    <DataTable
      caption={t.title}
      rows={rounds}
      keyOf={({ number }) => number}
      columns={[
        { title: t.number, isNumber: true, cell: ({ number }) => String(number) },
        { title: t.at, cell: ({ at }) => <time dateTime={at}>{format.time(at)}</time> },
        { title: t.strategy, cell: ({ strategy }) => strategyName(strategy) },
        {
          title: t.model,
          isNumber: true,
          cell: ({ modelVersion }) => (modelVersion === 0 ? t.noModel : String(modelVersion)),
        },
        { title: t.pool, isNumber: true, cell: ({ pool }) => format.count(pool.items) },
        { title: t.items, cell: ({ items }) => byArm(items) },
        {
          title: t.open,
          cell: (round) => (
            <Button kind="quiet" aria-label={t.openRound(String(round.number))} onClick={() => onOpen(round)}>
              {t.open}
            </Button>
          ),
        },
      ]}
    />
  );
}
