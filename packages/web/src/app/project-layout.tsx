import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useClient } from '../api/client-context.ts';
import { projectQuery } from '../api/queries.ts';
import { useProjectEvents } from '../api/use-project-events.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Empty, Page } from '../ui/page.tsx';
import { messages } from './messages.ts';
import { pagesFor, projectPages } from './pages.ts';
import { TopBar } from './top-bar.tsx';
import { useRole } from './use-role.ts';

/** A project's pages, and the way between them: beside the page, or below it on a phone. */
export function ProjectLayout() {
  const t = useMessages(messages);
  const { project: id } = useParams({ from: '/projects/$project' });
  const client = useClient();
  const { data: project } = useSuspenseQuery(projectQuery(client, id));
  const role = useRole(id) ?? 'annotator';
  const pages = pagesFor(role);
  const page = useLocation({ select: ({ pathname }) => pathname.split('/').at(-1) });
  const isClosed = projectPages.some((one) => one.id === page) && !pages.some((one) => one.id === page);
  useProjectEvents(id);
  return (
    <div className="flex h-dvh flex-col">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-3">
        {t.skip}
      </a>
      <TopBar>
        <p className="truncate font-medium" title={project.name} dir="auto">
          {project.name}
        </p>
      </TopBar>
      <div className="flex min-h-0 flex-1 max-md:flex-col-reverse">
        {pages.length < 2 ? null : (
          <nav
            aria-label={t.navigation}
            className="flex shrink-0 gap-1 border-line bg-surface p-1 max-md:overflow-x-auto max-md:border-t md:w-44 md:flex-col md:border-r md:p-3"
          >
            {pages.map(({ id: page, icon: Icon }) => (
              <Link
                key={page}
                to={`/projects/$project/${page}`}
                params={{ project: id }}
                className="flex min-h-11 items-center gap-2.5 rounded-lg px-3 font-medium hover:bg-raised aria-[current=page]:bg-accent-soft max-md:flex-1 max-md:justify-center max-md:px-2"
              >
                <Icon aria-hidden size={20} className="shrink-0" />
                <span className="max-md:sr-only">{t.pages[page]}</span>
              </Link>
            ))}
          </nav>
        )}
        <main id="content" tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-auto outline-none">
          {isClosed ? <Closed /> : <Outlet />}
        </main>
      </div>
    </div>
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
