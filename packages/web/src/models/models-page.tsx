import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { startTransition, useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { projectQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Empty, Page } from '../ui/page.tsx';
import { CompareVersions } from './compare-versions.tsx';
import { messages } from './messages.ts';
import { firstVersions, versionsQuery } from './models-queries.ts';
import { Serving } from './serving.tsx';
import { TakeAlong } from './take-along.tsx';
import { TryModel } from './try-model.tsx';
import { Versions } from './versions.tsx';

/** The versions of a project's model: which one serves, how they compare, and what to do with them. */
export function ModelsPage() {
  const t = useMessages(messages);
  const { project: id } = useParams({ from: '/projects/$project' });
  const client = useClient();
  const { data: project } = useSuspenseQuery(projectQuery(client, id));
  const [limit, setLimit] = useState<number>(firstVersions);
  const { data: versions } = useSuspenseQuery(versionsQuery(client, id, limit));
  const serving = versions.find(({ isServing }) => isServing) ?? versions[0];
  if (serving === undefined) {
    return (
      <Page title={t.title}>
        <Empty
          action={
            <Link
              to="/projects/$project/annotate"
              params={{ project: id }}
              className="inline-flex min-h-11 items-center rounded-lg border border-accent bg-accent px-4 font-medium text-on-accent"
            >
              {t.noneAction}
            </Link>
          }
        >
          {t.none}
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={t.title}>
      <Serving project={id} serving={serving} />
      <Versions
        project={id}
        versions={versions}
        serving={serving}
        limit={limit}
        onLimit={(more) => startTransition(() => setLimit(more))}
      />
      <CompareVersions versions={versions} />
      <TryModel project={project} version={serving.version} />
      <TakeAlong project={id} />
    </Page>
  );
}
