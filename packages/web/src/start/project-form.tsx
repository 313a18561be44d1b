import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { messages as common } from '../ui/messages.ts';
import { Section } from '../ui/page.tsx';
import { describeError, Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { useToasts } from '../ui/toasts.tsx';
import { AdvancedFields } from './advanced-fields.tsx';
import { DataPreview } from './data-preview.tsx';
import {
  type Columns,
  type Draft,
  fittingTask,
  leastLabels,
  noAdvanced,
  proposedName,
  relabelled,
  type Source,
  tasksFor,
} from './draft.ts';
import { KnownChoice } from './known-choice.tsx';
import { LabelsField } from './labels-field.tsx';
import { type Found, knownOf, lookAt } from './look-at.ts';
import { type Made, type Making, makeProject } from './make-project.ts';
import { messages } from './messages.ts';

interface ProjectFormProps {
  readonly source: Source;
  readonly found: Found;
  /** Other data, please. */
  onBack(): void;
}

/** What the data is, and what is asked about it. */
export function ProjectForm({ source, found: first, onBack }: ProjectFormProps) {
  const t = useMessages(messages);
  const client = useClient();
  const [found, setFound] = useState(first);
  const [columns, setColumns] = useState(() => guessedColumns(first));
  const [draft, setDraft] = useState(() => firstDraft(source, first));
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const newest = useRef(columns);

  const lookAgain = useMutation({
    mutationFn: (named: Columns) => lookAt(client, source, named),
    onSuccess: (next, named) => {
      if (named !== newest.current) return;
      const seen = named.label === '' ? { ...next, labels: [] } : next;
      setDraft((now) => ({
        ...now,
        labels: relabelled(now.labels, found.labels, seen.labels),
        takesKnown: isPartlyKnown(source, seen, named),
      }));
      setFound(seen);
    },
  });
  const choose = (named: Columns) => {
    newest.current = named;
    setColumns(named);
    lookAgain.mutate(named);
  };

  const tasks = tasksFor(found.modality);
  const task = fittingTask(draft.task, found.modality);
  const known = task === 'single-label' || task === 'multi-label' ? knownOf(source, found, columns) : undefined;
  const asked = { ...draft, task, takesKnown: draft.takesKnown && known !== undefined };
  return (
    <>
      <Section title={t.data} actions={<Button onClick={onBack}>{t.otherData}</Button>}>
        <DataPreview {...{ source, found, columns, onColumns: choose, isLooking: lookAgain.isPending }} />
        {lookAgain.error === null ? null : <Problem error={lookAgain.error} />}
      </Section>
      <Section title={t.question}>
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label={t.task}
            value={task}
            choices={tasks.map((one) => ({ value: one, label: t.tasks[one] }))}
            onChoose={(one) => set({ task: one })}
          />
          <TextField
            label={t.name}
            value={draft.name}
            maxLength={200}
            onChange={(event) => set({ name: event.target.value })}
          />
        </div>
        {task === 'pairwise' ? null : <LabelsField labels={draft.labels} onChange={(labels) => set({ labels })} />}
        {known === undefined ? null : (
          <KnownChoice known={known} takesKnown={draft.takesKnown} onChoose={(takesKnown) => set({ takesKnown })} />
        )}
        <AdvancedFields
          modality={found.modality}
          advanced={draft.advanced}
          onChange={(advanced) => set({ advanced })}
        />
        <Begin {...{ source, found, columns, draft: asked }} />
      </Section>
    </>
  );
}

interface BeginProps {
  readonly source: Source;
  readonly found: Found;
  readonly columns: Columns;
  readonly draft: Draft;
}

/** The button that makes it, and what it is doing. */
function Begin({ source, found, columns, draft }: BeginProps) {
  const t = useMessages(messages);
  const client = useClient();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const tell = useTell();
  const [making, setMaking] = useState<Making>({ step: 'dataset' });
  const make = useMutation({
    mutationFn: () => makeProject(client, { draft, source, found, columns, onProgress: setMaking }),
    onSuccess: async (made) => {
      tell(made);
      await cache.invalidateQueries({ queryKey: keys.projects });
      await navigate({ to: '/projects/$project/annotate', params: { project: made.project } });
    },
    // a dataset that was made may have stayed, or gone
    onSettled: () => cache.invalidateQueries({ queryKey: keys.datasets }),
  });
  const least = leastLabels(draft.task);
  const lacks = draft.labels.length < least ? t.fewLabels(least) : draft.name.trim() === '' ? t.noName : undefined;
  return (
    <div className="grid gap-3">
      {make.error === null ? null : <Problem error={make.error} />}
      <div className="flex flex-wrap items-center gap-4">
        <Button kind="primary" disabled={lacks !== undefined} isBusy={make.isPending} onClick={() => make.mutate()}>
          {t.start}
        </Button>
        {lacks === undefined ? null : <p className="text-muted">{lacks}</p>}
      </div>
      {make.isPending ? <MakingBar making={making} /> : null}
    </div>
  );
}

function MakingBar({ making }: { readonly making: Making }) {
  const t = useMessages(messages).making;
  const format = useFormat();
  const isSending = making.step === 'files';
  const text = isSending ? t.files(format.count(making.done), format.count(making.all)) : t[making.step];
  return (
    <div className="grid max-w-xl gap-1">
      {/* a hundred files are not read out one by one */}
      <p role={isSending ? undefined : 'status'} className="text-muted">
        {text}
      </p>
      <ProgressBar label={text} {...(isSending ? { value: making.done, max: making.all } : {})} />
    </div>
  );
}

/** Says what came along with the data, and what of it was refused. */
function useTell(): (made: Made) => void {
  const t = useMessages(messages);
  const { unexpected } = useMessages(common);
  const format = useFormat();
  const { say, warn } = useToasts();
  return ({ known, faults }) => {
    if (known !== undefined) say(t.knownTaken(format.count(known.responses), format.count(known.failed)));
    const [fault] = faults;
    if (fault === undefined) return;
    const { code, text } = describeError(fault.error, unexpected);
    warn(t.refused(format.count(faults.length), `${fault.of}: ${text} (${code})`));
  };
}

function guessedColumns({ inspection }: Found): Columns {
  const { id = '', uri = '', text = '', label = '' } = inspection?.guess ?? {};
  return { id, uri, text, label };
}

function firstDraft(source: Source, found: Found): Draft {
  return {
    name: proposedName(source),
    task: 'single-label',
    labels: found.labels,
    takesKnown: isPartlyKnown(source, found, guessedColumns(found)),
    advanced: noAdvanced,
  };
}

/** Whether some items have a label and some have none: the others are what is left to ask. */
function isPartlyKnown(source: Source, found: Found, columns: Columns): boolean {
  const known = knownOf(source, found, columns);
  return known !== undefined && known.labelled < known.of;
}
