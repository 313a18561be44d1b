import type { AnswerValue, Dispute, Project } from '@alaas/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { SwitchField, TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { useToasts } from '../ui/toasts.tsx';
import { messages } from './messages.ts';

interface DisputeViewProps {
  readonly project: Project;
  readonly dispute: Dispute;
  /** Admins may make the item gold as well. */
  readonly isAdmin: boolean;
  onDecided(): void;
}

/** The answers to one record side by side, and the verdict on it. */
export function DisputeView({ project, dispute, isAdmin, onDecided }: DisputeViewProps) {
  const t = useMessages(messages);
  const { say } = useToasts();
  const client = useProjectClient(project.id);
  const cache = useQueryClient();
  const { View } = taskView(project.task);
  const [value, setValue] = useState<AnswerValue | undefined>(dispute.verdict ?? dispute.consensus);
  const [note, setNote] = useState('');
  const [isGold, setIsGold] = useState(false);
  const decide = useMutation({
    mutationFn: async (verdict: AnswerValue) => {
      await client.adjudicate(dispute.item, verdict, note === '' ? {} : { note });
      if (isGold) await client.setGold([{ item: dispute.item, value: verdict }]);
    },
    onSuccess: async () => {
      say(t.decidedToast(dispute.item));
      await cache.invalidateQueries({ queryKey: keys.progress(project.id) });
      onDecided();
    },
  });
  return (
    <div className="grid min-w-0 gap-5">
      <Answers project={project} dispute={dispute} />
      <Section title={t.verdict} hint={t.verdictHint}>
        <View
          project={project}
          item={dispute}
          value={value}
          labelKeys={[]}
          onChange={setValue}
          // choosing is not deciding here: there may be a note to write
          onSubmit={setValue}
        />
        <TextField
          label={t.noteLabel}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          maxLength={10_000}
        />
        {isAdmin ? <SwitchField label={t.asGold} hint={t.asGoldHint} isOn={isGold} onToggle={setIsGold} /> : null}
        {decide.error === null ? null : <Problem error={decide.error} />}
        <div>
          <Button
            kind="primary"
            disabled={value === undefined}
            isBusy={decide.isPending}
            onClick={() => {
              if (value !== undefined) decide.mutate(value);
            }}
          >
            {t.decide}
          </Button>
        </div>
      </Section>
    </div>
  );
}

function Answers({ project, dispute }: Pick<DisputeViewProps, 'project' | 'dispute'>) {
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  return (
    <Section title={t.answers}>
      <DataTable
        caption={t.answers}
        rows={dispute.answers}
        keyOf={({ annotator, createdAt }) => `${annotator} ${createdAt}`}
        columns={[
          { title: t.annotator, cell: ({ annotator }) => annotator },
          {
            title: t.answer,
            cell: ({ value }) => <Answer labels={project.labels} value={value} project={project.id} item={dispute} />,
          },
          { title: t.note, cell: ({ note = '' }) => <span dir="auto">{note}</span> },
          { title: t.when, cell: ({ createdAt }) => format.time(createdAt) },
        ]}
      />
      {dispute.consensus === undefined ? null : (
        <p className="flex flex-wrap items-center gap-2">
          {t.consensus} <Answer labels={project.labels} value={dispute.consensus} project={project.id} item={dispute} />
        </p>
      )}
    </Section>
  );
}
