import type { Inspection } from '@alaas/core';
import { TriangleAlert } from 'lucide-react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { SelectField } from '../ui/field.tsx';
import type { Columns } from './draft.ts';
import { messages } from './messages.ts';

interface DataPreviewProps {
  readonly inspection: Inspection;
  readonly columns: Columns;
  onColumns(columns: Columns): void;
}

/** What the data turned out to be: how many items of what kind, its columns, the first items, and what is odd about it. */
export function DataPreview({ inspection, columns, onColumns }: DataPreviewProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { items, modality, warnings } = inspection;
  return (
    <div className="grid gap-4" aria-live="polite">
      <p className="text-lg font-medium">
        {t.found(t.items(format.count(items.count), items.isMore), t.modalities[modality.guess ?? 'unknown'])}
      </p>
      <p className="text-sm text-muted">{modality.why}</p>
      {warnings.map(({ code, detail }) => (
        <p key={code + detail} className="flex gap-2 rounded-lg border border-warn bg-warn-soft p-3 text-sm">
          <TriangleAlert aria-hidden size={18} className="mt-0.5 shrink-0 text-warn" />
          <span>
            {detail} <code>{code}</code>
          </span>
        </p>
      ))}
      {inspection.columns.length === 0 ? null : <ColumnChoice {...{ inspection, columns, onColumns }} />}
      <Samples samples={inspection.samples} />
    </div>
  );
}

function ColumnChoice({ inspection, columns, onColumns }: DataPreviewProps) {
  const t = useMessages(messages);
  const choices = [
    { value: '', label: t.noColumn },
    ...inspection.columns.map(({ name, samples }) => ({
      value: name,
      label: samples[0] === undefined ? name : `${name} – ${samples[0].slice(0, 40)}`,
    })),
  ];
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="mb-1 font-medium">{t.columns}</legend>
      <p className="text-sm text-muted sm:col-span-2">{t.columnsHint}</p>
      {(['text', 'uri', 'id', 'label'] as const).map((role) => (
        <SelectField
          key={role}
          label={t.column[role]}
          value={columns[role]}
          choices={choices}
          onChoose={(column) => onColumns({ ...columns, [role]: column })}
        />
      ))}
    </fieldset>
  );
}

function Samples({ samples }: Pick<Inspection, 'samples'>) {
  const t = useMessages(messages);
  if (samples.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{t.samples}</h3>
      <ul className="flex flex-wrap gap-2">
        {samples.map(({ id, text, preview, uri, label }) => (
          <li key={id} className="grid max-w-xs gap-1 rounded-lg border border-line p-2 text-sm">
            {preview === undefined ? null : (
              <img src={preview} alt={uri ?? id} className="max-h-28 rounded object-contain" />
            )}
            {text === undefined ? null : (
              <span dir="auto" className="line-clamp-3 break-words">
                {text}
              </span>
            )}
            <span className="truncate text-muted">{label ?? uri ?? id}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
