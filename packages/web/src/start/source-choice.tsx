import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { AudioLines, ChartLine, FileText, Images, Table } from 'lucide-react';
import { useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { datasetsQuery, meQuery, samplesQuery } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import type { Source } from './draft.ts';
import { DropField } from './drop-field.tsx';
import { messages } from './messages.ts';

const icons = { text: FileText, image: Images, audio: AudioLines, series: ChartLine, table: Table } as const;

interface SourceChoiceProps {
  /** The address that was looked at before; empty text: none. */
  readonly input: string;
  onChoose(source: Source): void;
}

/** Where the items come from: one's own data, or something to try it on. */
export function SourceChoice({ input, onChoose }: SourceChoiceProps) {
  const t = useMessages(messages);
  return (
    <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[3fr_2fr]">
      <div className="grid min-w-0 content-start gap-4">
        <h3 className="font-semibold">{t.own}</h3>
        <InputField {...{ input, onChoose }} />
        <DropField onChoose={onChoose} />
        <DatasetField onChoose={onChoose} />
      </div>
      <div className="grid min-w-0 content-start gap-3">
        <h3 className="font-semibold">{t.sampleTitle}</h3>
        <SampleCards onChoose={onChoose} />
      </div>
    </div>
  );
}

function SampleCards({ onChoose }: Pick<SourceChoiceProps, 'onChoose'>) {
  const t = useMessages(messages);
  const format = useFormat();
  const { data: samples = [] } = useQuery(samplesQuery(useClient()));
  return (
    <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-1">
      {samples.map((sample) => {
        const Icon = icons[sample.modality as keyof typeof icons] ?? FileText;
        return (
          <li key={sample.id}>
            <button
              type="button"
              onClick={() => onChoose({ kind: 'sample', sample })}
              className="flex w-full cursor-pointer items-center gap-3 rounded-xl border-2 border-line bg-surface p-3 text-left hover:border-edge"
            >
              <Icon aria-hidden size={28} className="shrink-0 text-accent" />
              <span className="grid">
                <span className="font-medium">
                  {(t.sample as Readonly<Record<string, string>>)[sample.id] ?? sample.id}
                </span>
                <span className="text-sm text-muted">{t.sampleHint(format.count(sample.items))}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function InputField({ input: before, onChoose }: SourceChoiceProps) {
  const t = useMessages(messages);
  const { data: me } = useSuspenseQuery(meQuery(useClient()));
  const [input, setInput] = useState(before);
  const look = () => {
    if (input.trim() !== '') onChoose({ kind: 'input', input: input.trim() });
  };
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <TextField
        label={t.input}
        hint={me.isLocal ? t.inputHint : t.inputHintAway}
        className="min-w-52 flex-1"
        value={input}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setInput(event.target.value)}
      />
      <Button type="submit" disabled={input.trim() === ''}>
        {t.look}
      </Button>
    </form>
  );
}

/** Pools that the service has; one that a sample made is that sample, with its labels. */
function DatasetField({ onChoose }: Pick<SourceChoiceProps, 'onChoose'>) {
  const t = useMessages(messages);
  const format = useFormat();
  const client = useClient();
  const { data: datasets = [] } = useQuery(datasetsQuery(client));
  const { data: samples = [] } = useQuery(samplesQuery(client));
  if (datasets.length === 0) return null;
  return (
    <SelectField
      label={t.dataset}
      value=""
      choices={[
        { value: '', label: t.noDataset },
        ...datasets.map(({ id, items }) => ({ value: id, label: `${id} (${format.count(items)})` })),
      ]}
      onChoose={(id) => {
        const dataset = datasets.find((one) => one.id === id);
        const sample = samples.find((one) => one.dataset === id);
        if (sample !== undefined) onChoose({ kind: 'sample', sample });
        else if (dataset !== undefined) onChoose({ kind: 'dataset', dataset });
      }}
    />
  );
}
