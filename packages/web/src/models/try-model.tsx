import type { Project } from '@alaas/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { Input } from './inputs.ts';
import { messages } from './messages.ts';
import { exampleQuery, type InputKind, usualKind } from './models-queries.ts';
import { PredictionList } from './prediction-list.tsx';
import { FilesForm, ItemsForm, TextForm } from './try-forms.tsx';

/** Asks the version that serves about inputs of the person's own. */
export function TryModel({ project, version }: { readonly project: Project; readonly version: number }) {
  const { try: t } = useMessages(messages);
  const client = useProjectClient(project.id);
  const { data: example = null } = useQuery(exampleQuery(client));
  const usual = example === null ? 'text' : usualKind(example.content);
  const [kind, setKind] = useState<InputKind>();
  const ask = useMutation({
    mutationFn: async (inputs: readonly Input[]) => ({
      inputs,
      said: await client.predict(inputs.map(({ item }) => item)),
    }),
  });
  const form = { example, isBusy: ask.isPending, onAsk: (inputs: readonly Input[]) => ask.mutate(inputs) };
  return (
    <Section title={t.title} hint={t.hint(String(version))}>
      <Tabs
        label={t.kinds}
        value={kind ?? usual}
        onChoose={(chosen) => setKind(chosen as InputKind)}
        tabs={[
          { id: 'text', title: t.text, content: <TextForm {...form} /> },
          { id: 'files', title: t.files, content: <FilesForm {...form} /> },
          { id: 'items', title: t.items, content: <ItemsForm {...form} /> },
        ]}
      />
      {ask.isPending ? <ProgressBar label={t.asking} /> : null}
      {ask.error === null ? null : <Problem error={ask.error} />}
      <div aria-live="polite">
        {ask.data === undefined || ask.isPending ? null : (
          <PredictionList project={project} inputs={ask.data.inputs} said={ask.data.said} />
        )}
      </div>
    </Section>
  );
}
