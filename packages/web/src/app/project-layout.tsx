import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useClient } from '../api/client-context.ts';
import { projectQuery } from '../api/queries.ts';
import { useProjectEvents } from '../api/use-project-events.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Empty, Page } from '../ui/page.tsx';
import { TitleContext } from '../ui/use-title.ts';
import { Frame } from './frame.tsx';
import { messages } from './messages.ts';
import { pagesFor, projectPages } from './pages.ts';
import { useRole } from './use-role.ts';

/** A project's pages, and the way between them: beside the page, or below it on a phone. */
export function ProjectLayout() {
  const { project: id } = useParams({ from: '/projects/$project' });
  const client = useClient();
  const { data: project } = useSuspenseQuery(projectQuery(client, id));
  const role = useRole(id) ?? 'annotator';
  const pages = pagesFor(role);
  const page = useLocation({ select: ({ pathname }) => pathname.split('/').at(-1) });
  const isClosed = projectPages.some((one) => one.id === page) && !pages.some((one) => one.id === page);
  useProjectEvents(id);
  const bar = (
    <p className="truncate font-medium" title={project.name} dir="auto">
      {project.name}
    </p>
  );
  return (
    <TitleContext value={project.name}>
      <Frame bar={bar} navigation={pages.length < 2 ? null : <Navigation project={id} pages={pages} />}>
        {isClosed ? <Closed /> : <Outlet />}
      </Frame>
    </TitleContext>
  );
}

function Navigation({ project, pages }: { readonly project: string; readonly pages: ReturnType<typeof pagesFor> }) {
  const t = useMessages(messages);
  return (
    <nav
      aria-label={t.navigation}
      className="flex shrink-0 gap-1 border-line bg-surface p-1 max-md:overflow-x-auto max-md:border-t md:w-44 md:flex-col md:border-r md:p-3 short:max-md:border-t-0 short:max-md:border-b"
    >
      {pages.map(({ id, icon: Icon }) => (
        <Link
          key={id}
          to={`/projects/$project/${id}`}
          params={{ project }}
          className="flex min-h-11 items-center gap-2.5 rounded-lg px-3 font-medium hover:bg-raised aria-[current=page]:bg-accent-soft max-md:flex-1 max-md:justify-center max-md:px-2"
        >
          <Icon aria-hidden size={20} className="shrink-0" />
          <span className="max-md:sr-only">{t.pages[id]}</span>
        </Link>
      ))}
    </nav>
  );
}

/** In place of a page that the role of who is here does not open. */
function Closed() {
  const t = useMessages(messages);
  return (
    <Page title={t.closed}>
      <Empty>{t.forbidden}</Empty>
    </Page>
  );
}
