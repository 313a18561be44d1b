import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useClient } from '../api/client-context.ts';
import { meQuery, projectQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Desk } from './desk.tsx';
import { messages } from './messages.ts';
import type { SessionNotice } from './session.ts';
import { useSession } from './use-session.ts';

/** One item after the other, the most useful first. */
export function AnnotatePage() {
  const t = useMessages(messages);
  const { project: id } = useParams({ from: '/projects/$project/annotate' });
  const client = useClient();
  const { data: project } = useSuspenseQuery(projectQuery(client, id));
  const { data: me } = useSuspenseQuery(meQuery(client));
  const { say, warn } = useToasts();
  const notify = useCallback(
    (notice: SessionNotice) => {
      if (notice.what === 'failed') warn(`${notice.error.code}: ${notice.error.message}`);
      else say(t.notices[notice.what]);
    },
    [say, warn, t],
  );
  const used = useSession(id, me.id, notify);
  useTitle(t.title);
  return <Desk key={id} project={project} {...used} />;
}
