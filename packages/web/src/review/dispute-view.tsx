import type { AnswerValue, Dispute, Project } from '@alaas/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { ContentKeysContext, freeContentKeys } from '../content/content-keys.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { firstKey } from '../keys/keymap.ts';
import { useKeymap } from '../keys/use-keymap.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { SwitchField, TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { DisputeAnswers } from './dispute-answers.tsx';
import { messages } from './messages.ts';
import { disputesQuery, withVerdict } from './queries.ts';
import { useDisputeKeys } from './use-dispute-keys.ts';

interface DisputeViewProps {
  readonly project: Project;
  readonly dispute: Dispute;
  /** Admins may make the item gold as well. */
  readonly isAdmin: boolean;
  /** It comes after another one that was decided or put off: whoever works by keys goes on at its item. */
  readonly takesFocus: boolean;
  onDecided(): void;
  onSkip(): void;
}

/** One record: what it holds, what people said, and the verdict on it. */
export function DisputeView({ project, dispute, isAdmin, takesFocus, onDecided, onSkip }: DisputeViewProps) {
  const t = useMessages(messages);
  const client = useProjectClient(project.id);
  const cache = useQueryClient();
  const task = taskView(project.task);
  const keymap = useKeymap(project, task);
  const [value, setValue] = useState<AnswerValue | undefined>(dispute.verdict ?? dispute.consensus);
  const [note, setNote] = useState('');
  const [isGold, setIsGold] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const submit = useRef<HTMLButtonElement>(null);
  const contentKeys = useMemo(
    () => freeContentKeys([...keymap.labels, ...Object.values<string>(keymap.actions)]),
    [keymap],
  );
  const decide = useMutation({
    mutationFn: async (verdict: AnswerValue) => {
      await client.adjudicate(dispute.item, verdict, note === '' ? {} : { note });
      if (isGold) await client.setGold([{ item: dispute.item, value: verdict }]);
    },
    onSuccess: (_, verdict) => {
      withVerdict(cache, client, dispute.item, verdict);
      onDecided();
      // the service weighs all answers anew for the list: nobody waits for it
      for (const queryKey of [keys.progress(project.id), disputesQuery(client).queryKey]) {
        void cache.invalidateQueries({ queryKey });
      }
    },
  });
  const send = () => {
    if (value !== undefined && !decide.isPending) decide.mutate(value);
  };
  useDisputeKeys({ project, dispute, keymap, value, onChange: setValue, onDecide: send, onSkip });
  const takeFocus = useEffectEvent(() => {
    if (!takesFocus) return;
    box.current?.scrollIntoView({ block: 'nearest' });
    box.current?.querySelector<HTMLElement>('[data-item]')?.focus({ preventScroll: true });
  });
  useEffect(() => takeFocus(), []);
  return (
    <div ref={box} className="@container min-w-0">
      <div className="grid grid-cols-1 items-start gap-5 @3xl:grid-cols-[minmax(0,1fr)_17rem] @3xl:grid-rows-[auto_1fr]">
        <ContentKeysContext value={contentKeys}>
          <task.View
            project={project}
            item={dispute}
            value={value}
            labelKeys={keymap.labels}
            onChange={setValue}
            onSubmit={(chosen) => {
              // choosing is not deciding here: there may be a note to write
              setValue(chosen);
              submit.current?.focus();
            }}
          />
        </ContentKeysContext>
        <div className="@3xl:col-start-2 @3xl:row-span-2 @3xl:row-start-1">
          <DisputeAnswers project={project} dispute={dispute} onTake={setValue} />
        </div>
        <Section title={t.verdict} hint={t.verdictHint}>
          <TextField
            label={t.noteLabel}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            maxLength={10_000}
          />
          {isAdmin ? <SwitchField label={t.asGold} hint={t.asGoldHint} isOn={isGold} onToggle={setIsGold} /> : null}
          {decide.error === null ? null : <Problem error={decide.error} />}
          <div className="flex flex-wrap gap-2">
            <Button
              ref={submit}
              kind="primary"
              // it keeps the focus while nothing is chosen
              aria-disabled={value === undefined}
              className="aria-disabled:opacity-60"
              shortcut={firstKey(keymap.actions.submit)}
              isBusy={decide.isPending}
              onClick={send}
            >
              {t.decide}
            </Button>
            <Button shortcut={firstKey(keymap.actions.skip)} onClick={onSkip}>
              {t.later}
            </Button>
          </div>
        </Section>
      </div>
    </div>
  );
}
