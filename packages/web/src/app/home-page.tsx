import type { ListedProject, ProjectStanding } from '@alaas/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useClient } from '../api/client-context.ts';
import { meQuery, projectsQuery } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { messages as common } from '../ui/messages.ts';
import { Meter } from '../ui/meter.tsx';
import { Empty, Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Frame } from './frame.tsx';
import { messages } from './messages.ts';

/** The projects of who is here; a member has one, and is brought there. */
export function HomePage() {
  const { data: me } = useSuspenseQuery(meQuery(useClient()));
  if (me.project !== undefined) return <Navigate to="/projects/$project" params={{ project: me.project }} replace />;
  return <ProjectList isOwner={me.isOwner} />;
}

function ProjectList({ isOwner }: { readonly isOwner: boolean }) {
  const t = useMessages(messages);
  const { loading } = useMessages(common);
  const client = useClient();
  const { data: projects, error, isPending, refetch } = useQuery(projectsQuery(client));
  const create = isOwner ? (
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
        {isPending ? <ProgressBar label={loading} /> : null}
        {projects?.length === 0 ? <Empty action={create}>{t.noProjects}</Empty> : null}
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {newestFirst(projects ?? []).map((project) => (
            <li key={project.id} className="min-w-0">
              <ProjectCard project={project} />
            </li>
          ))}
        </ul>
      </Page>
    </Frame>
  );
}

/** A project, and how far it is. */
function ProjectCard({ project }: { readonly project: ListedProject }) {
  const { id, name, task, dataset, labels, standing } = project;
  const t = useMessages(messages);
  return (
    <Link
      to="/projects/$project/annotate"
      params={{ project: id }}
      className="grid h-full content-start gap-1 rounded-xl border border-line bg-surface p-4 hover:border-edge"
    >
      <span className="truncate text-lg font-semibold" dir="auto" title={name}>
        {name}
      </span>
      <span className="truncate text-sm text-muted">
        {t.tasks[task]}
        {dataset === id ? null : <> · {dataset}</>}
      </span>
      <span className="truncate text-sm" dir="auto">
        {labels.map((label) => label.name).join(' · ')}
      </span>
      {standing === undefined ? null : <StandingLines standing={standing} />}
    </Link>
  );
}

function StandingLines({ standing }: { readonly standing: ProjectStanding }) {
  const { items, completed, answers, accuracy, activeAt } = standing;
  const t = useMessages(messages).standing;
  const format = useFormat();
  const facts = [
    t.answers(answers, format.count(answers)),
    ...(accuracy === null ? [] : [t.accuracy(format.share(accuracy))]),
    ...(activeAt === null ? [] : [t.active(format.time(activeAt))]),
  ];
  return (
    <>
      <span className="pt-2">
        <Meter
          share={items === 0 ? 0 : completed / items}
          text={t.completed(format.count(completed), format.count(items))}
        />
      </span>
      <span className="text-sm text-muted">{facts.join(' · ')}</span>
    </>
  );
}

/** Those that were worked on, or made, last come first. */
function newestFirst(projects: readonly ListedProject[]): ListedProject[] {
  const when = ({ standing, createdAt }: ListedProject) => standing?.activeAt ?? createdAt;
  return projects.toSorted((a, b) => (when(a) < when(b) ? 1 : -1));
}
