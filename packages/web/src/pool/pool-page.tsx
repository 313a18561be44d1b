import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { RefreshCw } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useClient } from '../api/client-context.ts';
import { projectQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { messages as common } from '../ui/messages.ts';
import { Page } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { ItemPanel } from './item-panel.tsx';
import { LabelErrors } from './label-errors.tsx';
import { messages } from './messages.ts';
import { PoolList } from './pool-list.tsx';
import { changed, type PoolChange, poolViews } from './pool-search.ts';
import { useSelection } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useNews } from './use-news.ts';

const MapView = lazy(async () => ({ default: (await import('./map/map-view.tsx')).MapView }));

/** All items of a project: as a list, as a map, and those whose labels are likely wrong. */
export function PoolPage() {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const { project: id } = useParams({ from: '/projects/$project' });
  const search = useSearch({ from: '/projects/$project/pool' });
  const navigate = useNavigate({ from: '/projects/$project/pool' });
  const { data: project } = useSuspenseQuery(projectQuery(useClient(), id));
  const selection = useSelection();
  const { hasNews, refresh } = useNews(id);
  const { view = 'list', item } = search;
  const onChange = (change: PoolChange) =>
    // an open item is a place to come back from; a filter is not
    void navigate({ search: (now) => changed(now, change), replace: change.item === undefined });
  const props = { project, search, selection, onChange };
  const close = () => {
    onChange({ item: undefined });
    // the focus goes back to where the item was opened
    if (item === undefined) return;
    document.querySelector<HTMLElement>(`[data-item-id="${CSS.escape(item)}"], [data-map]`)?.focus();
  };
  const content = {
    list: <PoolList {...props} />,
    map: (
      <Suspense fallback={<ProgressBar label={wait} />}>
        <MapView {...props} />
      </Suspense>
    ),
    errors: <LabelErrors {...props} />,
  };
  return (
    <div className="flex h-full min-h-0">
      <div className="min-h-0 min-w-0 flex-1 overflow-auto">
        <Page
          title={t.title}
          actions={
            <Button
              icon={<RefreshCw aria-hidden size={18} />}
              title={hasNews ? t.news : undefined}
              className={hasNews ? 'border-accent bg-accent-soft!' : undefined}
              onClick={refresh}
            >
              {t.refresh}
            </Button>
          }
        >
          <p role="status" className="sr-only">
            {hasNews ? t.news : ''}
          </p>
          <Tabs
            label={t.views}
            value={view}
            onChoose={(chosen) =>
              onChange({ view: poolViews.find((one) => one === chosen), sort: undefined, order: undefined })
            }
            tabs={poolViews.map((one) => ({ id: one, title: t.view[one], content: content[one] }))}
          />
          <SelectionBar project={project} selection={selection} />
        </Page>
      </div>
      {item === undefined ? null : (
        <ItemPanel project={project} item={item} onMove={(next) => onChange({ item: next })} onClose={close} />
      )}
    </div>
  );
}
