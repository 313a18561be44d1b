import type { InspectedModality } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../api/client-context.ts';
import { learnersQuery, modelsQuery, strategiesQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import type { Advanced } from './draft.ts';
import { messages } from './messages.ts';

interface AdvancedFieldsProps {
  /** What the items are; only models for them are offered. */
  readonly modality: InspectedModality | null;
  readonly advanced: Advanced;
  onChange(advanced: Advanced): void;
}

/** Model, learner and strategy: good ones are chosen already. */
export function AdvancedFields({ modality, advanced, onChange }: AdvancedFieldsProps) {
  const t = useMessages(messages);
  const client = useClient();
  const { data: models = [] } = useQuery(modelsQuery(client));
  const { data: learners = [] } = useQuery(learnersQuery(client));
  const { data: strategies = [] } = useQuery(strategiesQuery(client));
  const set = (key: keyof Advanced) => (value: string) => onChange({ ...advanced, [key]: value });
  return (
    <details className="rounded-lg border border-line p-3">
      <summary className="min-h-11 cursor-pointer content-center font-medium">{t.advanced}</summary>
      <div className="grid items-end gap-4 pt-3 sm:grid-cols-2">
        <SelectField
          label={t.model}
          value={advanced.model}
          choices={[
            { value: '', label: t.byDefault(t.auto) },
            ...models
              .filter((model) => modality === null || model.modality === modality)
              .map(({ name, title }) => ({ value: name, label: title })),
          ]}
          onChoose={set('model')}
        />
        <SelectField
          label={t.learner}
          hint={learners.find(({ id }) => id === advanced.learner)?.summary}
          value={advanced.learner}
          choices={[
            { value: '', label: t.byDefault('softmax-regression') },
            ...learners.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChoose={set('learner')}
        />
        <SelectField
          label={t.strategy}
          hint={strategies.find(({ id }) => id === advanced.strategy)?.summary}
          value={advanced.strategy}
          choices={[
            { value: '', label: t.byDefault('auto') },
            ...strategies.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChoose={set('strategy')}
        />
        <TextField
          label={t.batch}
          type="number"
          min={1}
          max={10_000}
          placeholder="10"
          value={advanced.batch}
          onChange={(event) => set('batch')(event.target.value)}
        />
        <TextField
          label={t.overlap}
          type="number"
          min={1}
          max={100}
          placeholder="1"
          value={advanced.overlap}
          onChange={(event) => set('overlap')(event.target.value)}
        />
      </div>
    </details>
  );
}
