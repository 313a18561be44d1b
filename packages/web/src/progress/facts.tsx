import type { ProjectMetrics } from '@alaas/core';
import type { Format } from '../i18n/create-format.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { messages } from './messages.ts';

type Texts = ReturnType<typeof useMessages<typeof messages.en>>;

/** The counts that people look for, in a row. */
export function Facts({ pool, training }: Pick<ProjectMetrics, 'pool' | 'training'>) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <section aria-label={t.facts.title}>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line md:grid-cols-4">
        <Fact
          name={t.facts.completed}
          value={format.count(pool.completed)}
          detail={[
            t.facts.of(format.count(pool.items)),
            pool.ready < pool.items ? t.facts.notReady(format.count(pool.items - pool.ready)) : undefined,
          ]}
        />
        <Fact
          name={t.facts.responses}
          value={format.count(pool.responses)}
          detail={[armsText(pool.byArm, t, format)]}
        />
        <Fact
          name={t.facts.model}
          value={training.modelVersion === 0 ? t.facts.noModel : String(training.modelVersion)}
          detail={[
            training.modelVersion === 0 ? undefined : t.facts.learntFrom(format.count(training.labels)),
            training.behind === 0 ? undefined : t.facts.behind(format.count(training.behind)),
          ]}
        />
        <Fact
          name={t.facts.refresh}
          value={training.refreshMs === null ? t.unknown : format.duration(training.refreshMs.median)}
          detail={[training.refreshMs === null ? undefined : t.facts.p95(format.duration(training.refreshMs.p95))]}
        />
      </dl>
    </section>
  );
}

function armsText(byArm: ProjectMetrics['pool']['byArm'], t: Texts, format: Format): string {
  const arms = Object.keys(t.arms) as (keyof typeof byArm)[];
  return arms
    .map((arm) => [t.arms[arm], byArm[arm] ?? 0] as const)
    .filter(([, answers]) => answers > 0)
    .map(([name, answers]) => `${name} ${format.count(answers)}`)
    .join(' · ');
}

function Fact(props: {
  readonly name: string;
  readonly value: string;
  readonly detail: readonly (string | undefined)[];
}) {
  const { name, value, detail } = props;
  return (
    <div className="bg-surface p-4">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="text-xl font-semibold tabular-nums">{value}</dd>
      {/* two lines stand also while they are empty, so that nothing moves when they fill */}
      <dd className="min-h-10 text-sm text-muted">{detail.filter(Boolean).join(' · ')}</dd>
    </div>
  );
}
