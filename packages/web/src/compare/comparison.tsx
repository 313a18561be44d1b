import type { Job, Project } from '@alaas/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useClient, useProjectClient } from '../api/client-context.ts';
import { strategiesQuery } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Chart, type Tone } from '../ui/chart.tsx';
import { messages as common } from '../ui/messages.ts';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { finalCurves, growingCurves, type MeanCurve, onOneAxis } from './curves.ts';
import { messages } from './messages.ts';
import { Outcome } from './outcome.tsx';
import { isLive, simulationQuery, simulationsQuery } from './queries.ts';

/** One comparison: its curves as they grow, then what came out. */
export function Comparison({ project, id }: { readonly project: Project; readonly id: string }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const client = useProjectClient(project.id);
  const { data: job, error, refetch } = useQuery(simulationQuery(client, id));
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (job === undefined) return <ProgressBar label={wait} />;
  const result = job.simulation;
  const curves = result === undefined ? growingCurves(job.curves ?? []) : finalCurves(result.strategies);
  return (
    <>
      {isLive(job) ? <Running project={project.id} job={job} /> : null}
      {job.state === 'failed' ? (
        <p role="alert" className="rounded-lg border border-bad bg-bad-soft p-4">
          {t.failed} {job.error?.detail} <code>{job.error?.code}</code>
        </p>
      ) : null}
      {job.state === 'cancelled' ? <p>{t.cancelled}</p> : null}
      {curves.some(({ points }) => points.length > 0) ? <Curves curves={curves} /> : null}
      {result === undefined ? null : <Outcome project={project} result={result} />}
    </>
  );
}

function Running({ project, job }: { readonly project: string; readonly job: Job }) {
  const t = useMessages(messages);
  const format = useFormat();
  const client = useProjectClient(project);
  const cache = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => client.simulations.cancel(job.id),
    onSettled: () => cache.invalidateQueries({ queryKey: simulationsQuery(client).queryKey }),
  });
  const { done, total } = job.progress;
  return (
    <Section
      title={t.running}
      actions={
        <Button isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t.cancel}
        </Button>
      }
    >
      <ProgressBar label={t.running} value={total ? done : undefined} max={total ?? 1} />
      <p role="status" className="text-muted">
        {job.state === 'queued' ? t.waiting : total ? t.progress(format.count(done), format.count(total)) : t.beginning}
      </p>
      {cancel.error === null ? null : <Problem error={cancel.error} />}
    </Section>
  );
}

/** Told apart by colour and dash; the best ones come first. */
const tones: readonly Tone[] = ['accent', 'model', 'warn', 'good', 'bad', 'muted'];

function Curves({ curves }: { readonly curves: readonly MeanCurve[] }) {
  const t = useMessages(messages);
  const format = useFormat();
  const { data: strategies = [] } = useQuery(strategiesQuery(useClient()));
  const titles = new Map(strategies.map(({ id, title }) => [id, title]));
  const shown = shownCurves(curves);
  const { labels, series } = onOneAxis(shown);
  const hint =
    shown.length < curves.length
      ? `${t.curvesHint} ${t.curvesOf(format.count(shown.length), format.count(curves.length))}`
      : t.curvesHint;
  return (
    <Section title={t.curves} hint={hint}>
      <Chart
        title={t.curves}
        xLabel={t.labels}
        x={labels}
        series={series.map(({ strategy, values, low, high }, index) => ({
          label: titles.get(strategy) ?? strategy,
          tone: strategy === 'random' ? 'muted' : (tones[index % (tones.length - 1)] as Tone),
          values,
          ...(low.some((value) => value !== null) ? { low, high } : {}),
        }))}
        formatY={format.share}
        formatX={format.count}
        height={340}
      />
    </Section>
  );
}

/** As many curves as there are ways to draw them apart, random sampling among them. */
function shownCurves(curves: readonly MeanCurve[]): MeanCurve[] {
  const baseline = curves.filter(({ strategy }) => strategy === 'random');
  const others = curves.filter(({ strategy }) => strategy !== 'random');
  return [...others.slice(0, tones.length - 1), ...baseline];
}
