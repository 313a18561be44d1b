import type { Project } from '@alaas/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient, useProjectClient } from '../api/client-context.ts';
import { strategiesQuery } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { messages } from './messages.ts';
import { simulationsQuery } from './queries.ts';

/** One of each family, quick ones: what to try first. */
const usual = ['margin-confidence', 'entropy', 'badge', 'k-center-greedy', 'typiclust'];

interface StartFormProps {
  readonly project: Project;
  /** One is under way: a project compares one at a time. */
  readonly isBusy: boolean;
  onStarted(id: string): void;
}

/** Which strategies to compare, and how. */
export function StartForm({ project, isBusy, onStarted }: StartFormProps) {
  const t = useMessages(messages);
  const client = useProjectClient(project.id);
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>(usual);
  const [numbers, setNumbers] = useState({ seeds: '5', batch: '', budget: '' });
  const start = useMutation({
    mutationFn: () =>
      client.simulations.start({
        strategies: [...chosen],
        seeds: Array.from({ length: Number(numbers.seeds) }, (_, seed) => seed),
        ...(numbers.batch === '' ? {} : { batch: Number(numbers.batch) }),
        ...(numbers.budget === '' ? {} : { budget: Number(numbers.budget) }),
      }),
    onSuccess: async ({ id }) => {
      await cache.invalidateQueries({ queryKey: simulationsQuery(client).queryKey });
      onStarted(id);
    },
  });
  const number = (key: keyof typeof numbers, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      type="number"
      min={1}
      max={key === 'seeds' ? 20 : 100_000}
      required={key === 'seeds'}
      placeholder={key === 'seeds' ? undefined : t.byDefault}
      value={numbers[key]}
      onChange={(event) => setNumbers({ ...numbers, [key]: event.target.value })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <Section title={t.strategies} hint={t.strategiesHint}>
        <StrategyChoice chosen={chosen} onChange={setChosen} />
        <details className="rounded-lg border border-line p-3">
          <summary className="min-h-11 cursor-pointer content-center font-medium">{t.advanced}</summary>
          <div className="grid items-end gap-4 pt-3 sm:grid-cols-3">
            {number('seeds', t.seeds, t.seedsHint)}
            {number('batch', t.batch)}
            {number('budget', t.budget)}
          </div>
        </details>
        {start.error === null ? null : <Problem error={start.error} />}
        <div>
          <Button type="submit" kind="primary" disabled={isBusy || chosen.length === 0} isBusy={start.isPending}>
            {t.start}
          </Button>
        </div>
      </Section>
    </form>
  );
}

function StrategyChoice(props: { readonly chosen: readonly string[]; onChange(chosen: readonly string[]): void }) {
  const { chosen, onChange } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { data: strategies = [] } = useQuery(strategiesQuery(useClient()));
  const box = ({ id, title, summary }: (typeof strategies)[number]) => (
    <label key={id} title={summary} className="flex min-h-11 cursor-pointer items-center gap-2">
      <input
        type="checkbox"
        checked={chosen.includes(id)}
        onChange={({ target }) => onChange(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
        className="size-5 shrink-0 accent-(--accent)"
      />
      {title}
    </label>
  );
  const others = strategies.filter(({ id }) => !usual.includes(id) && id !== 'random');
  return (
    <fieldset className="grid gap-2">
      <legend className="sr-only">{t.strategies}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2 lg:grid-cols-3">
        {strategies.filter(({ id }) => usual.includes(id)).map(box)}
      </div>
      <details>
        <summary className="min-h-11 cursor-pointer content-center font-medium">
          {t.more(format.count(others.length), format.count(others.filter(({ id }) => chosen.includes(id)).length))}
        </summary>
        <div className="max-h-80 overflow-auto rounded-lg border border-line p-3">
          <div className="grid gap-x-4 sm:grid-cols-2 lg:grid-cols-3">{others.map(box)}</div>
        </div>
      </details>
    </fieldset>
  );
}
