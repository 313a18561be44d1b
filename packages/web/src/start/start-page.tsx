import type { InspectedModality, Inspection } from '@alaas/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { keys, meQuery } from '../api/queries.ts';
import { TopBar } from '../app/top-bar.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Empty, Page, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { AdvancedFields } from './advanced-fields.tsx';
import { DataPreview } from './data-preview.tsx';
import {
  type Columns,
  type Draft,
  fittingTask,
  leastLabels,
  noAdvanced,
  proposedLabels,
  proposedName,
  type Source,
  tasksFor,
} from './draft.ts';
import { LabelsField } from './labels-field.tsx';
import { type Making, makeProject } from './make-project.ts';
import { messages } from './messages.ts';
import { SourceChoice } from './source-choice.tsx';

const noColumns: Columns = { id: '', uri: '', text: '', label: '' };
const emptyDraft: Draft = { name: '', task: 'single-label', labels: [], advanced: noAdvanced };

/** From nothing to the first item: data, labels, go. */
export function StartPage() {
  const t = useMessages(messages);
  const { data: me } = useSuspenseQuery(meQuery(useClient()));
  return (
    <>
      <TopBar />
      <main id="content">
        <Page title={t.title}>{me.isOwner ? <StartForm /> : <Empty>{t.ownerOnly}</Empty>}</Page>
      </main>
    </>
  );
}

function StartForm() {
  const t = useMessages(messages);
  const client = useClient();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [source, setSource] = useState<Source>();
  const [draft, setDraft] = useState(emptyDraft);
  const [columns, setColumns] = useState(noColumns);
  const [making, setMaking] = useState<Making>();

  /** What was chosen last: looking at a large folder may end after a look at something else. */
  const wanted = useRef<Source>(undefined);
  const look = useMutation({
    mutationFn: (chosen: Source) => lookAt(chosen),
    onSuccess: ({ inspection, labels }, chosen) => {
      if (wanted.current !== chosen) return;
      const { id = '', uri = '', text = '', label = '' } = inspection?.guess ?? {};
      setColumns({ id, uri, text, label });
      const modality = modalityOf(chosen, inspection);
      setDraft((now) => ({ ...now, name: proposedName(chosen), labels, task: fittingTask(now.task, modality) }));
    },
  });
  const make = useMutation({
    mutationFn: (from: Source) => makeProject(client, { draft, source: from, columns, onProgress: setMaking }),
    onSuccess: async (project) => {
      await cache.invalidateQueries({ queryKey: keys.projects });
      await navigate({ to: '/projects/$project/annotate', params: { project } });
    },
  });

  /** What the data is, and the labels that it proposes. */
  async function lookAt(chosen: Source): Promise<{ inspection?: Inspection; labels: string[] }> {
    switch (chosen.kind) {
      case 'sample':
        return { labels: (await client.samples.make(chosen.sample.id)).labels };
      case 'input':
        return withLabels(await client.inspect({ input: chosen.input }));
      case 'manifest':
        return withLabels(await client.inspectFile(chosen.file, { name: chosen.file.name }));
      default:
        return { labels: [] };
    }
  }

  const choose = (chosen: Source) => {
    wanted.current = chosen;
    setSource(chosen);
    setColumns(noColumns);
    look.mutate(chosen);
  };
  const inspection = look.data?.inspection;
  const tasks = tasksFor(modalityOf(source, inspection));
  const least = leastLabels(draft.task);
  const isReady = source !== undefined && look.isSuccess && draft.name.trim() !== '' && draft.labels.length >= least;
  return (
    <div className="grid gap-5">
      <Section title={t.data} hint={t.dataHint}>
        <SourceChoice source={source} onChoose={choose} />
        {look.isPending ? <ProgressBar label={t.looking} /> : null}
        {look.error === null ? null : <Problem error={look.error} />}
        {inspection === undefined ? null : <DataPreview {...{ inspection, columns, onColumns: setColumns }} />}
      </Section>
      {look.isSuccess ? (
        <Section title={t.question}>
          <SelectField
            label={t.task}
            className="max-w-md"
            value={draft.task}
            choices={tasks.map((task) => ({ value: task, label: t.tasks[task] }))}
            onChoose={(task) => setDraft({ ...draft, task })}
          />
          {draft.task === 'pairwise' ? null : (
            <LabelsField labels={draft.labels} onChange={(labels) => setDraft((now) => ({ ...now, labels }))} />
          )}
          <TextField
            label={t.name}
            className="max-w-md"
            value={draft.name}
            maxLength={200}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
          <AdvancedFields advanced={draft.advanced} onChange={(advanced) => setDraft({ ...draft, advanced })} />
          {make.error === null ? null : <Problem error={make.error} />}
          <div className="flex flex-wrap items-center gap-4">
            <Button
              kind="primary"
              disabled={!isReady}
              isBusy={make.isPending}
              onClick={() => {
                if (source !== undefined) make.mutate(source);
              }}
            >
              {t.start}
            </Button>
            {draft.labels.length < least ? <p className="text-muted">{t.fewLabels(least)}</p> : null}
            {make.isPending && making !== undefined ? <MakingText making={making} /> : null}
          </div>
        </Section>
      ) : null}
    </div>
  );
}

function withLabels(inspection: Inspection): { inspection: Inspection; labels: string[] } {
  return { inspection, labels: proposedLabels(inspection) };
}

function modalityOf(source: Source | undefined, inspection: Inspection | undefined): InspectedModality | null {
  if (source?.kind === 'sample') return source.sample.modality as InspectedModality;
  if (source?.kind === 'files') return source.files.every((file) => file.type.startsWith('image/')) ? 'image' : null;
  return inspection?.modality.guess ?? null;
}

function MakingText({ making }: { readonly making: Making }) {
  const t = useMessages(messages).making;
  return (
    <p role="status" className="text-muted">
      {making.step === 'files' ? t.files(making.done, making.all) : t[making.step]}
    </p>
  );
}
