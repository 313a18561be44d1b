import type { Inspection } from '@alaas/core';
import { Info, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { SelectField } from '../ui/field.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { type Columns, placeOf, type Source } from './draft.ts';
import { FilePictures } from './file-pictures.tsx';
import type { Found } from './look-at.ts';
import { messages } from './messages.ts';

interface DataPreviewProps {
  readonly source: Source;
  readonly found: Found;
  readonly columns: Columns;
  readonly isLooking: boolean;
  onColumns(columns: Columns): void;
}

/** What the data turned out to be: how many items of what kind, its columns, the first items, and what is odd about it. */
export function DataPreview({ source, found, columns, isLooking, onColumns }: DataPreviewProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { inspection, items, modality, left } = found;
  const summary = useRef<HTMLDivElement>(null);
  // what was pressed to get here is gone: the next thing to read is this
  useEffect(() => summary.current?.focus(), []);
  return (
    <div className="grid gap-4">
      <div ref={summary} tabIndex={-1} className="outline-none">
        <p className="text-lg font-medium">
          {t.found(t.items(format.count(items.count), items.isMore), t.modalities[modality ?? 'unknown'])}
        </p>
        <p className="text-sm break-words text-muted">
          <bdi>{placeOf(source)}</bdi>
          {inspection === undefined ? null : <> · {inspection.modality.why}</>}
        </p>
      </div>
      {left === 0 ? null : <Note>{t.left(format.count(left))}</Note>}
      {inspection?.warnings.map(({ code, detail }) => (
        <Note key={code + detail} isMild={code === 'cut'}>
          {detail} <code>{code}</code>
        </Note>
      ))}
      {inspection === undefined || inspection.columns.length === 0 ? null : (
        <ColumnChoice {...{ inspection, columns, onColumns }} />
      )}
      {isLooking ? <ProgressBar label={t.looking} /> : null}
      {inspection === undefined ? null : <Samples samples={inspection.samples} isTable={modality === 'table'} />}
      {source.kind === 'files' && modality === 'image' ? <FilePictures files={source.files} /> : null}
    </div>
  );
}

function Note({ isMild = false, children }: { readonly isMild?: boolean; readonly children: React.ReactNode }) {
  const Icon = isMild ? Info : TriangleAlert;
  return (
    <p className={cx('flex gap-2 text-sm', isMild ? 'text-muted' : 'rounded-lg border border-warn bg-warn-soft p-3')}>
      <Icon aria-hidden size={18} className={cx('mt-0.5 shrink-0', !isMild && 'text-warn')} />
      <span>{children}</span>
    </p>
  );
}

interface ColumnChoiceProps {
  readonly inspection: Inspection;
  readonly columns: Columns;
  onColumns(columns: Columns): void;
}

function ColumnChoice({ inspection, columns, onColumns }: ColumnChoiceProps) {
  const t = useMessages(messages);
  const choices = [
    { value: '', label: t.noColumn },
    ...inspection.columns.map(({ name, samples }) => ({
      value: name,
      label: samples[0] === undefined ? name : `${name} – ${samples[0].slice(0, 40)}`,
    })),
  ];
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <legend className="mb-1 font-medium">{t.columns}</legend>
      <p className="text-sm text-muted sm:col-span-full">{t.columnsHint}</p>
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

function Samples({ samples, isTable }: Pick<Inspection, 'samples'> & { readonly isTable: boolean }) {
  const t = useMessages(messages);
  if (samples.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{t.samples}</h3>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
        {samples.map(({ id, text, preview, label }) => (
          <li key={id} className="grid min-w-0 content-between gap-1 rounded-lg border border-line p-2 text-sm">
            {preview === undefined ? null : <img src={preview} alt="" className="h-24 w-full rounded object-contain" />}
            {text === undefined ? null : (
              <span dir="auto" className="line-clamp-3 break-words">
                {isTable ? rowText(text) : text}
              </span>
            )}
            <span className="truncate text-muted" dir="auto" title={label ?? id}>
              {label ?? id}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A row, which may be cut anywhere, without the marks of JSON. */
function rowText(json: string): string {
  return json
    .replaceAll(/[{}"]/g, '')
    .replaceAll(/:\s*/g, ': ')
    .replaceAll(/,(?=\S)/g, ', ');
}
