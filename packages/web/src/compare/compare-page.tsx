import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useClient, useProjectClient } from '../api/client-context.ts';
import { projectQuery } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { SelectField } from '../ui/field.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty, Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Comparison } from './comparison.tsx';
import { messages } from './messages.ts';
import { isLive, simulationsQuery } from './queries.ts';
import { StartForm } from './start-form.tsx';

/** Which query strategy would have needed the fewest labels on this project. */
export function ComparePage() {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const { project: id } = useParams({ from: '/projects/$project' });
  const client = useProjectClient(id);
  const { data: project } = useSuspenseQuery(projectQuery(useClient(), id));
  const { data: jobs, error, refetch } = useQuery(simulationsQuery(client));
  const [chosen, setChosen] = useState<string>();
  const result = useRef<HTMLDivElement>(null);
  const started = (job: string) => {
    setChosen(job);
    // it grows below the form, where nobody would see it
    result.current?.scrollIntoView({ block: 'start' });
  };
  const shown = jobs?.find((job) => job.id === chosen) ?? jobs?.[0];
  return (
    <Page title={t.title}>
      <p className="max-w-prose text-muted">{t.intro}</p>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      {jobs === undefined ? (
        error === null && <ProgressBar label={wait} />
      ) : (
        <>
          <StartForm project={project} isBusy={jobs.some(isLive)} onStarted={started} />
          {jobs.length < 2 || shown === undefined ? null : (
            <SelectField
              label={t.earlier}
              className="max-w-md"
              value={shown.id}
              choices={jobs.map((job) => ({
                value: job.id,
                label: `${format.time(job.createdAt)} – ${t.states[job.state]}`,
              }))}
              onChoose={setChosen}
            />
          )}
          <div ref={result} className="grid min-h-40 scroll-m-4 grid-cols-1 content-start gap-5">
            {shown === undefined ? (
              <Empty>{t.none}</Empty>
            ) : (
              <Comparison key={shown.id} project={project} id={shown.id} />
            )}
          </div>
        </>
      )}
    </Page>
  );
}
