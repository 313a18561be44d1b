import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useClient } from '../api/client-context.ts';
import { projectQuery } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Page } from '../ui/page.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AuditTrail } from './audit-trail.tsx';
import { ChoosingForm } from './choosing-form.tsx';
import { DangerZone } from './danger-zone.tsx';
import { Exchange } from './exchange.tsx';
import { Members } from './members.tsx';
import { messages } from './messages.ts';
import { StoppingForm } from './stopping-form.tsx';
import { TaskForm } from './task-form.tsx';
import { Webhooks } from './webhooks.tsx';

/** All that can be set about a project. */
export function SettingsPage() {
  const t = useMessages(messages);
  const format = useFormat();
  const { project: id } = useParams({ from: '/projects/$project' });
  const { tab = 'task' } = useSearch({ from: '/projects/$project/settings' });
  const navigate = useNavigate({ from: '/projects/$project/settings' });
  const { data: project } = useSuspenseQuery(projectQuery(useClient(), id));
  return (
    <Page title={t.title} actions={<p className="text-muted">{t.version(format.count(project.version))}</p>}>
      <Tabs
        label={t.sections}
        value={tab}
        onChoose={(chosen) => void navigate({ search: { tab: chosen }, replace: true })}
        tabs={[
          { id: 'task', title: t.tabs.task, content: <TaskForm project={project} /> },
          { id: 'choosing', title: t.tabs.choosing, content: <ChoosingForm project={project} /> },
          { id: 'stopping', title: t.tabs.stopping, content: <StoppingForm project={project} /> },
          { id: 'people', title: t.tabs.people, content: <Members project={id} /> },
          { id: 'data', title: t.tabs.data, content: <Exchange project={id} /> },
          { id: 'webhooks', title: t.tabs.webhooks, content: <Webhooks project={id} /> },
          { id: 'history', title: t.tabs.history, content: <AuditTrail project={id} /> },
          { id: 'danger', title: t.tabs.danger, content: <DangerZone project={id} dataset={project.dataset} /> },
        ]}
      />
    </Page>
  );
}
