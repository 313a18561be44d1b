import { type ExchangeFormat, formatsFor, type ImportResult } from '@alaas/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useClient, useProjectClient } from '../api/client-context.ts';
import { keys, projectQuery } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { ExportLabels, formatTitles } from '../models/export-labels.tsx';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { formatOfName } from './format-of-name.ts';
import { messages } from './messages.ts';

/** Answers out, and answers in. */
export function Exchange({ project }: { readonly project: string }) {
  return (
    <>
      <ExportLabels project={project} />
      <Import project={project} />
    </>
  );
}

function Import({ project }: { readonly project: string }) {
  const t = useMessages(messages);
  const id = useId();
  const client = useProjectClient(project);
  const { data: settings } = useSuspenseQuery(projectQuery(useClient(), project));
  const cache = useQueryClient();
  const [format, setFormat] = useState<ExchangeFormat>('jsonl');
  const [annotator, setAnnotator] = useState('');
  const [file, setFile] = useState<File>();
  const send = useMutation({
    mutationFn: async (given: File) =>
      client.import(format, new Uint8Array(await given.arrayBuffer()), annotator === '' ? {} : { annotator }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.project(project) }),
  });
  const take = (chosen: File | undefined) => {
    setFile(chosen);
    send.reset();
    const guess = chosen === undefined ? undefined : formatOfName(chosen.name, format);
    if (guess !== undefined) setFormat(guess);
  };
  return (
    <Section title={t.importTitle} hint={t.importHint}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== undefined) send.mutate(file);
        }}
      >
        <div className="flex flex-wrap items-end gap-3">
          <SelectField
            label={t.format}
            value={format}
            choices={formatsFor(settings.task).map((value) => ({ value, label: formatTitles[value] }))}
            onChoose={setFormat}
          />
          <TextField
            label={t.whose}
            placeholder="import"
            value={annotator}
            onChange={(event) => setAnnotator(event.target.value)}
          />
          <div className="grid gap-1">
            <label htmlFor={id} className="font-medium">
              {t.file}
            </label>
            <input
              id={id}
              type="file"
              required
              onChange={(event) => take(event.target.files?.[0])}
              className="min-h-11 w-full file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-lg file:border file:border-edge file:bg-surface file:px-4"
            />
          </div>
          <Button type="submit" kind="primary" isBusy={send.isPending} disabled={file === undefined}>
            {t.importButton}
          </Button>
        </div>
      </form>
      {send.isPending ? <ProgressBar label={t.importing} /> : null}
      {send.error === null ? null : <Problem error={send.error} />}
      {send.data === undefined ? null : <Imported result={send.data} />}
    </Section>
  );
}

function Imported({ result }: { readonly result: ImportResult }) {
  const t = useMessages(messages);
  const format = useFormat();
  const counts = [result.rows, result.responses, result.known, result.failed].map(format.count);
  const [rows = '', responses = '', known = '', failed = ''] = counts;
  return (
    <div className="grid gap-3">
      <p role="status">{t.imported(rows, responses, known, failed)}</p>
      {result.errors.length === 0 ? null : (
        <DataTable
          caption={t.problem}
          rows={result.errors}
          keyOf={({ line }, index) => `${line} ${index}`}
          columns={[
            { title: t.line, isNumber: true, cell: ({ line }) => line },
            {
              title: t.problem,
              cell: ({ code, detail }) => (
                <>
                  {detail} <code>{code}</code>
                </>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}
