import type { Project } from '@alaas/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useClient } from '../api/client-context.ts';
import { meQuery, projectsQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Empty, Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { Frame } from './frame.tsx';
import { messages } from './messages.ts';

/** The projects of who is here. */
export function HomePage() {
  const t = useMessages(messages);
  const client = useClient();
  const { data: me } = useSuspenseQuery(meQuery(client));
  const { data: projects, error, refetch } = useQuery(projectsQuery(client));
  const create = me.isOwner ? (
    <Link
      to="/new"
      className="inline-flex min-h-11 items-center rounded-lg border border-accent bg-accent px-4 font-medium text-on-accent"
    >
      {t.newProject}
    </Link>
  ) : undefined;
  return (
    <Frame>
      <Page title={t.projects} actions={projects?.length ? create : undefined}>
        {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
        {projects?.length === 0 ? <Empty action={create}>{t.noProjects}</Empty> : null}
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {projects?.map(({ id, name, task, dataset, labels }) => (
            <li key={id}>
              <ProjectCard {...{ id, name, task, dataset, labels }} />
            </li>
          ))}
        </ul>
      </Page>
    </Frame>
  );
}

/** A project. How far it is is not told: that would load the pool of each. */
function ProjectCard(props: Pick<Project, 'id' | 'name' | 'task' | 'dataset' | 'labels'>) {
  const { id, name, task, dataset, labels } = props;
  const t = useMessages(messages);
  return (
    <Link
      to="/projects/$project/annotate"
      params={{ project: id }}
      className="grid h-full content-start gap-1 rounded-xl border border-line bg-surface p-4 hover:border-edge"
    >
      <span className="text-lg font-semibold" dir="auto">
        {name}
      </span>
      <span className="text-sm text-muted">
        {t.tasks[task]} · {dataset}
      </span>
      <span className="truncate text-sm" dir="auto">
        {labels.map((label) => label.name).join(' · ')}
      </span>
    </Link>
  );
}
