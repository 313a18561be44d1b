import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { readPoolSearch } from '../pool/pool-search.ts';
import { Arrival } from './arrival.tsx';
import { Failure, NotFound } from './failure.tsx';
import { HomePage } from './home-page.tsx';
import { ProjectLayout } from './project-layout.tsx';
import { readProgressSearch } from './search.ts';
import { SignInRoute } from './sign-in-page.tsx';
import { Waiting } from './waiting.tsx';

const root = createRootRoute({
  component: () => (
    <>
      <Arrival />
      <Outlet />
    </>
  ),
});

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInRoute });
const start = createRoute({
  getParentRoute: () => root,
  path: '/new',
  component: lazyRouteComponent(() => import('../start/start-page.tsx'), 'StartPage'),
});

const project = createRoute({ getParentRoute: () => root, path: '/projects/$project', component: ProjectLayout });
const projectIndex = createRoute({
  getParentRoute: () => project,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/projects/$project/annotate', params, replace: true });
  },
});
const annotate = createRoute({
  getParentRoute: () => project,
  path: 'annotate',
  component: lazyRouteComponent(() => import('../annotate/annotate-page.tsx'), 'AnnotatePage'),
});
const progress = createRoute({
  getParentRoute: () => project,
  path: 'progress',
  validateSearch: readProgressSearch,
  component: lazyRouteComponent(() => import('../progress/progress-page.tsx'), 'ProgressPage'),
});
const pool = createRoute({
  getParentRoute: () => project,
  path: 'pool',
  validateSearch: readPoolSearch,
  component: lazyRouteComponent(() => import('../pool/pool-page.tsx'), 'PoolPage'),
});
const review = createRoute({
  getParentRoute: () => project,
  path: 'review',
  validateSearch: readTab,
  component: lazyRouteComponent(() => import('../review/review-page.tsx'), 'ReviewPage'),
});
const compare = createRoute({
  getParentRoute: () => project,
  path: 'compare',
  component: lazyRouteComponent(() => import('../compare/compare-page.tsx'), 'ComparePage'),
});
const models = createRoute({
  getParentRoute: () => project,
  path: 'models',
  component: lazyRouteComponent(() => import('../models/models-page.tsx'), 'ModelsPage'),
});
const settings = createRoute({
  getParentRoute: () => project,
  path: 'settings',
  validateSearch: readTab,
  component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
});

const pages = [annotate, progress, pool, review, compare, models, settings];

/** Where each page is. Pages of a project are loaded when they are opened. */
export const router = createRouter({
  routeTree: root.addChildren([home, signIn, start, project.addChildren([projectIndex, ...pages])]),
  defaultErrorComponent: Failure,
  defaultNotFoundComponent: NotFound,
  defaultPendingComponent: Waiting,
  defaultPreload: 'intent',
});

/** The part of a page that its address names. */
function readTab({ tab }: { tab?: unknown }): { tab?: string } {
  return typeof tab === 'string' ? { tab } : {};
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
