import { useState } from 'react';
import { useToken } from '../app/sign-in.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { CodeLine } from '../ui/code-line.tsx';
import { SwitchField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { type CurlOptions, downloadLine, predictLine } from './curl.ts';
import { DownloadModel } from './download-model.tsx';
import { ExportLabels } from './export-labels.tsx';
import { messages } from './messages.ts';

/** The model and the labels, for use elsewhere. */
export function TakeAlong({ project }: { readonly project: string }) {
  const { take: t } = useMessages(messages);
  const token = useToken();
  const [isShown, setIsShown] = useState(false);
  const options: CurlOptions = {
    origin: location.origin,
    project,
    token: token === undefined ? 'none' : isShown ? { value: token } : 'variable',
  };
  return (
    <>
      <Section title={t.title} hint={t.hint}>
        <DownloadModel project={project} />
        <CodeLine title={t.predict} code={predictLine(options, { text: 'hello' })} />
        <CodeLine title={t.download} code={downloadLine(options, false)} />
        {token === undefined ? null : (
          <SwitchField label={t.withToken} hint={t.withTokenHint} isOn={isShown} onToggle={setIsShown} />
        )}
      </Section>
      <ExportLabels project={project} />
    </>
  );
}
