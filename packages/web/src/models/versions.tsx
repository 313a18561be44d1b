import { type ModelVersion, mayAct } from '@alaas/core';
import { useState } from 'react';
import { useRole } from '../app/use-role.ts';
import type { Format } from '../i18n/create-format.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import { messages } from './messages.ts';
import { mostVersions } from './models-queries.ts';
import { ServeDialog } from './serve-dialog.tsx';

/** Every version, how good it is, and a way to let it serve. */
export function Versions(props: {
  readonly project: string;
  readonly versions: readonly ModelVersion[];
  readonly serving: ModelVersion;
  /** So many are shown at most. */
  readonly limit: number;
  onLimit(limit: number): void;
}) {
  const { project, versions, serving, limit, onLimit } = props;
  const { versions: t } = useMessages(messages);
  const format = useFormat();
  const [asked, setAsked] = useState<ModelVersion>();
  const isAdmin = mayAct(useRole(project) ?? 'annotator', 'admin');
  const estimate = (given: ModelVersion['accuracy']) => (given === null ? t.notMeasured : format.interval(given));
  return (
    <Section title={t.title} hint={t.hint}>
      <DataTable
        caption={t.title}
        rows={versions}
        keyOf={({ version }) => version}
        columns={[
          { title: t.version, isNumber: true, cell: ({ version }) => String(version) },
          {
            title: t.state,
            cell: (version) => <State version={version} onServe={isAdmin ? () => setAsked(version) : undefined} />,
          },
          { title: t.accuracy, isNumber: true, cell: ({ accuracy }) => estimate(accuracy) },
          { title: t.macroF1, isNumber: true, cell: ({ macroF1 }) => estimate(macroF1) },
          { title: t.labels, isNumber: true, cell: ({ labels }) => format.count(labels) },
          { title: t.learner, cell: ({ learner }) => learner },
          { title: t.at, cell: ({ at }) => <Time at={at} format={format} /> },
        ]}
      />
      {versions.length >= limit && limit < mostVersions ? (
        <div>
          <Button kind="quiet" onClick={() => onLimit(mostVersions)}>
            {t.showAll}
          </Button>
        </div>
      ) : null}
      {asked === undefined ? null : (
        <ServeDialog project={project} version={asked} serving={serving} onClose={() => setAsked(undefined)} />
      )}
    </Section>
  );
}

function Time({ at, format }: { readonly at: string; readonly format: Format }) {
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {format.time(at)}
    </time>
  );
}

/** What a version does, and a button where it can do more. Each row is as high as any other. */
function State({ version, onServe }: { readonly version: ModelVersion; onServe: (() => void) | undefined }) {
  const { versions: t } = useMessages(messages);
  const { isServing, isPinned, isKept } = version;
  return (
    <span className="flex min-h-11 items-center gap-3 whitespace-nowrap">
      {isServing ? (
        <strong className="rounded-md bg-model-soft px-2 py-0.5 text-model">{isPinned ? t.chosen : t.serves}</strong>
      ) : (
        <span className="text-muted">{isKept ? t.kept : t.notKept}</span>
      )}
      {onServe !== undefined && isKept && !isServing ? (
        <Button kind="quiet" aria-label={t.serveThis(String(version.version))} onClick={onServe}>
          {t.serve}
        </Button>
      ) : null}
    </span>
  );
}
