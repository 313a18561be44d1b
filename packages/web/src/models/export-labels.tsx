import { type ExchangeFormat, formatsFor } from '@alaas/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useClient, useProjectClient } from '../api/client-context.ts';
import { projectQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { saveFile } from '../ui/save-file.ts';
import { messages } from './messages.ts';

type Include = 'completed' | 'answered' | 'all';

/** How the tools call their formats. */
export const formatTitles: Readonly<Record<ExchangeFormat, string>> = {
  jsonl: 'JSON lines',
  csv: 'CSV',
  parquet: 'Parquet',
  'label-studio': 'Label Studio',
  argilla: 'Argilla',
  doccano: 'doccano',
  prodigy: 'Prodigy',
  coco: 'COCO',
  conll: 'CoNLL',
};

/** What the file's name ends with, by format; JSON where none is named. */
const endings: Readonly<Partial<Record<ExchangeFormat, string>>> = {
  jsonl: 'jsonl',
  csv: 'csv',
  parquet: 'parquet',
  doccano: 'jsonl',
  prodigy: 'jsonl',
  conll: 'conll',
};

/** The labels in a format of the field. */
export function ExportLabels({ project }: { readonly project: string }) {
  const { take: t } = useMessages(messages);
  const client = useProjectClient(project);
  const { data: settings } = useSuspenseQuery(projectQuery(useClient(), project));
  const [format, setFormat] = useState<ExchangeFormat>('jsonl');
  const [include, setInclude] = useState<Include>('answered');
  const download = useMutation({
    mutationFn: async () => await new Response(await client.export(format, { include })).blob(),
    onSuccess: (blob) => saveFile(blob, `${project}-labels.${endings[format] ?? 'json'}`),
  });
  return (
    <Section title={t.exportTitle}>
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={t.format}
          className="min-w-44"
          choices={formatsFor(settings.task).map((value) => ({ value, label: formatTitles[value] }))}
          value={format}
          onChoose={(chosen) => {
            setFormat(chosen);
            download.reset();
          }}
        />
        <SelectField
          label={t.include}
          className="min-w-56"
          choices={(['completed', 'answered', 'all'] as const).map((value) => ({ value, label: t.includes[value] }))}
          value={include}
          onChoose={(chosen) => setInclude(chosen)}
        />
        <Button icon={<Download aria-hidden size={18} />} isBusy={download.isPending} onClick={() => download.mutate()}>
          {t.export}
        </Button>
      </div>
      {download.isPending ? <ProgressBar label={t.exporting} /> : null}
      {download.error === null ? null : <Problem error={download.error} />}
    </Section>
  );
}
