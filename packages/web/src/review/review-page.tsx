import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useClient } from '../api/client-context.ts';
import { projectQuery } from '../api/queries.ts';
import { useRole } from '../app/use-role.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Page } from '../ui/page.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Disputes } from './disputes.tsx';
import { GoldItems } from './gold-items.tsx';
import { messages } from './messages.ts';
import { People } from './people.tsx';

/** Looking after the answers: what is disputed, gold items, who answers how well. */
export function ReviewPage() {
  const t = useMessages(messages);
  const { project: id } = useParams({ from: '/projects/$project' });
  const { tab = 'disputes' } = useSearch({ from: '/projects/$project/review' });
  const navigate = useNavigate({ from: '/projects/$project/review' });
  const { data: project } = useSuspenseQuery(projectQuery(useClient(), id));
  const isAdmin = ['owner', 'admin'].includes(useRole(id) ?? '');
  return (
    <Page title={t.title}>
      <Tabs
        label={t.sections}
        value={tab}
        onChoose={(chosen) => void navigate({ search: { tab: chosen }, replace: true })}
        tabs={[
          { id: 'disputes', title: t.tabs.disputes, content: <Disputes project={project} isAdmin={isAdmin} /> },
          ...(isAdmin ? [{ id: 'gold', title: t.tabs.gold, content: <GoldItems project={project} /> }] : []),
          { id: 'people', title: t.tabs.people, content: <People project={project.id} /> },
        ]}
      />
    </Page>
  );
}
