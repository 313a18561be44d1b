import { useQuery } from '@tanstack/react-query';
import { AudioLines, ChartLine, FileText, Images, Table, Upload } from 'lucide-react';
import { useId, useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { datasetsQuery, samplesQuery } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { asSource, type Source } from './draft.ts';
import { messages } from './messages.ts';

const icons = { text: FileText, image: Images, audio: AudioLines, series: ChartLine, table: Table } as const;

interface SourceChoiceProps {
  readonly source: Source | undefined;
  onChoose(source: Source): void;
}

/** Where the items come from. */
export function SourceChoice({ source, onChoose }: SourceChoiceProps) {
  const t = useMessages(messages);
  const client = useClient();
  const { data: datasets = [] } = useQuery(datasetsQuery(client));
  return (
    <div className="grid gap-5">
      <SampleCards {...{ source, onChoose }} />
      <InputField onChoose={onChoose} />
      <DropField onChoose={onChoose} />
      {datasets.length === 0 ? null : (
        <SelectField
          label={t.dataset}
          className="max-w-xl"
          value={source?.kind === 'dataset' ? source.dataset : ''}
          choices={[
            { value: '', label: t.noDataset },
            ...datasets.map(({ id, items }) => ({ value: id, label: `${id} (${items})` })),
          ]}
          onChoose={(dataset) => {
            if (dataset !== '') onChoose({ kind: 'dataset', dataset });
          }}
        />
      )}
    </div>
  );
}

function SampleCards({ source, onChoose }: SourceChoiceProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { data: samples = [] } = useQuery(samplesQuery(useClient()));
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {samples.map((sample) => {
        const Icon = icons[sample.modality as keyof typeof icons] ?? FileText;
        const isChosen = source?.kind === 'sample' && source.sample.id === sample.id;
        return (
          <li key={sample.id}>
            <button
              type="button"
              aria-pressed={isChosen}
              onClick={() => onChoose({ kind: 'sample', sample })}
              className={cx(
                'flex w-full cursor-pointer items-center gap-3 rounded-xl border-2 p-3 text-left',
                isChosen ? 'border-accent bg-accent-soft' : 'border-line bg-surface hover:border-edge',
              )}
            >
              <Icon aria-hidden size={28} className="text-accent" />
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

function InputField({ onChoose }: Pick<SourceChoiceProps, 'onChoose'>) {
  const t = useMessages(messages);
  const [input, setInput] = useState('');
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
        hint={t.inputHint}
        className="min-w-0 max-w-xl flex-1"
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

function DropField({ onChoose }: Pick<SourceChoiceProps, 'onChoose'>) {
  const t = useMessages(messages);
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onChoose(asSource(files));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the field in it does
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer.files);
      }}
      className={cx(
        'grid max-w-xl gap-1 rounded-xl border-2 border-dashed p-4',
        isOver ? 'border-accent bg-accent-soft' : 'border-edge',
      )}
    >
      <label htmlFor={id} className="flex items-center gap-2 font-medium">
        <Upload aria-hidden size={20} />
        {t.drop}
      </label>
      <p id={`${id}-hint`} className="text-sm text-muted">
        {t.dropHint}
      </p>
      <input
        id={id}
        type="file"
        multiple
        aria-describedby={`${id}-hint`}
        onChange={(event) => take(event.target.files)}
        className="min-h-11 w-full file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-lg file:border file:border-edge file:bg-surface file:px-4"
      />
    </div>
  );
}
