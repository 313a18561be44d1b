import type { Project, ProjectMetrics } from '@alaas/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useClient } from '../api/client-context.ts';
import { metricsQuery, projectQuery } from '../api/queries.ts';
import { type ProgressView, progressViews } from '../app/search.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Page } from '../ui/page.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AnswerCard } from './answer-card.tsx';
import { DownloadNumbers } from './download-numbers.tsx';
import { Facts } from './facts.tsx';
import { Learning } from './learning.tsx';
import { messages } from './messages.ts';
import { Mistakes } from './mistakes.tsx';
import { People } from './people.tsx';
import { Rounds } from './rounds.tsx';

export interface ProgressProps {
  readonly project: Project;
  readonly metrics: ProjectMetrics;
}

const parts: Readonly<Record<ProgressView, (props: ProgressProps) => React.ReactNode>> = {
  learning: Learning,
  mistakes: Mistakes,
  people: People,
  rounds: Rounds,
};

/** How good the model is and whether to go on, and all that this follows from. */
export function ProgressPage() {
  const t = useMessages(messages);
  const { project: id } = useParams({ from: '/projects/$project' });
  const { view = 'learning' } = useSearch({ from: '/projects/$project/progress' });
  const navigate = useNavigate({ from: '/projects/$project/progress' });
  const client = useClient();
  const { data: project } = useSuspenseQuery(projectQuery(client, id));
  const { data: metrics } = useSuspenseQuery(metricsQuery(client, id));
  const choose = (chosen: string) =>
    void navigate({ search: { view: chosen as ProgressView }, replace: true, resetScroll: false });
  return (
    <Page title={t.title} actions={<DownloadNumbers project={id} />}>
      <Tabs
        label={t.views}
        value={view}
        onChoose={choose}
        tabs={progressViews.map((one) => {
          const Part = parts[one];
          const content = (
            <>
              {one === 'learning' ? <AnswerCard project={project} metrics={metrics} /> : null}
              {one === 'learning' ? <Facts {...metrics} /> : null}
              <Part project={project} metrics={metrics} />
            </>
          );
          return { id: one, title: t.view[one], content };
        })}
      />
    </Page>
  );
}
