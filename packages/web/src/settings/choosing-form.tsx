import type { Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { learnersQuery, strategiesQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { SelectField, SwitchField, TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { messages } from './messages.ts';
import { SaveBar } from './save-bar.tsx';
import { useChange } from './use-change.ts';

type Numbers = 'batch' | 'overlap' | 'controlShare' | 'testShare' | 'goldShare' | 'hideShare';
type Edited = Partial<Omit<Project, 'id' | 'version' | 'createdAt' | 'task' | 'dataset' | 'seed'>>;
type Switches = 'showSuggestions' | 'isBlind' | 'relabel';

/** How items are chosen, and what teaches the head. */
export function ChoosingForm({ project }: { readonly project: Project }) {
  const t = useMessages(messages);
  const change = useChange(project);
  const client = useClient();
  const { data: strategies = [] } = useQuery(strategiesQuery(client));
  const { data: learners = [] } = useQuery(learnersQuery(client));
  const [edited, setEdited] = useState<Edited>({});
  const now = { ...project, ...edited };
  const set = (part: Edited) => setEdited((before) => ({ ...before, ...part }));
  const strategy = typeof now.strategy === 'string' ? now.strategy : now.strategy.type;
  const learner = typeof now.learner === 'string' ? now.learner : now.learner.type;
  const isChanged = Object.entries(edited).some(([key, value]) => value !== project[key as keyof Edited]);
  const number = (key: Numbers, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      type="number"
      min={key === 'batch' || key === 'overlap' ? 1 : 0}
      max={key === 'batch' ? 10_000 : key === 'overlap' ? 100 : 1}
      step={key === 'batch' || key === 'overlap' ? 1 : 'any'}
      required
      value={Number.isNaN(now[key]) ? '' : now[key]}
      onChange={(event) => set({ [key]: event.target.valueAsNumber })}
    />
  );
  const toggle = (key: Switches, label: string) => (
    <SwitchField label={label} isOn={now[key]} onToggle={(isOn) => set({ [key]: isOn })} />
  );
  return (
    <form
      className="grid gap-5 **:scroll-mb-24"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(edited, { onSuccess: () => setEdited({}) });
      }}
    >
      <Section title={t.tabs.choosing}>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <SelectField
            label={t.strategy}
            hint={strategies.find(({ id }) => id === strategy)?.summary}
            value={strategy}
            choices={[
              { value: 'auto', label: t.auto },
              ...strategies.map(({ id, title }) => ({ value: id, label: title })),
            ]}
            onChoose={(chosen) => set({ strategy: chosen })}
          />
          <SelectField
            label={t.learner}
            hint={learners.find(({ id }) => id === learner)?.summary}
            value={learner}
            choices={learners.map(({ id, title }) => ({ value: id, label: title }))}
            onChoose={(chosen) => set({ learner: chosen })}
          />
          {number('batch', t.batch)}
          {number('overlap', t.overlap, t.overlapHint)}
          {number('controlShare', t.control, t.controlHint)}
          {number('testShare', t.test, t.testHint)}
          {number('goldShare', t.gold, t.goldHint)}
          {number('hideShare', t.hide, t.hideHint)}
          <TextField
            label={t.quota}
            type="number"
            min={1}
            placeholder={t.noLimit}
            value={now.quota ?? ''}
            onChange={({ target }) => set({ quota: target.value === '' ? null : target.valueAsNumber })}
          />
        </div>
        {toggle('showSuggestions', t.suggestions)}
        {toggle('isBlind', t.blind)}
        {toggle('relabel', t.relabel)}
      </Section>
      <SaveBar error={change.error} isBusy={change.isPending} isChanged={isChanged} />
    </form>
  );
}
