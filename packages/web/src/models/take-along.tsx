import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { useToken } from '../app/sign-in.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { CodeLine } from '../ui/code-line.tsx';
import { SwitchField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { type CurlOptions, downloadLine, predictLine } from './curl.ts';
import { DownloadModel } from './download-model.tsx';
import { ExportLabels } from './export-labels.tsx';
import { messages } from './messages.ts';
import { exampleQuery } from './models-queries.ts';

/** The model and the labels, for use elsewhere. */
export function TakeAlong({ project }: { readonly project: string }) {
  const { take: t } = useMessages(messages);
  const token = useToken();
  const { data: example = null } = useQuery(exampleQuery(useProjectClient(project)));
  const [isShown, setIsShown] = useState(false);
  // what is no text does not fit on a line: an item of the pool stands for it
  const input = example === null || example.content.kind === 'text' ? { text: 'hello' } : { item: example.item };
  const options: CurlOptions = {
    origin: location.origin,
    project,
    token: token === undefined ? 'none' : isShown ? { value: token } : 'variable',
  };
  return (
    <>
      <Section title={t.title} hint={t.hint}>
        <DownloadModel project={project} />
        <CodeLine title={t.predict} code={predictLine(options, input)} />
        <CodeLine title={t.download} code={downloadLine(options, false)} />
        {token === undefined ? null : (
          <SwitchField label={t.withToken} hint={t.withTokenHint} isOn={isShown} onToggle={setIsShown} />
        )}
      </Section>
      <ExportLabels project={project} />
    </>
  );
}
