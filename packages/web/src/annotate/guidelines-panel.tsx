import type { Project } from '@alaas/core';
import { useMessages } from '../i18n/use-messages.ts';
import { LabelChip } from '../ui/label-chip.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { messages } from './messages.ts';

/** What the project wants from its annotators, and when each label applies. */
export function GuidelinesPanel({ project }: { readonly project: Project }) {
  const t = useMessages(messages);
  const { guidelines, labels } = project;
  const described = labels.filter(({ description }) => description !== '');
  return (
    <div className="grid gap-5">
      {guidelines.trim() === '' ? <p className="text-muted">{t.noGuidelines}</p> : <Markdown text={guidelines} />}
      {labels.length === 0 ? null : (
        <section aria-label={t.labels} className="grid gap-2">
          <h3 className="font-semibold">{t.labels}</h3>
          <dl className="grid gap-3">
            {labels.map(({ name, description, color }, index) => (
              <div key={name}>
                <dt>
                  <LabelChip name={name} index={index} color={color} />
                </dt>
                {description === '' ? null : (
                  <dd dir="auto" className="mt-1 whitespace-pre-wrap">
                    {description}
                  </dd>
                )}
              </div>
            ))}
          </dl>
          {described.length === 0 ? <p className="text-sm text-muted">{t.noDescriptions}</p> : null}
        </section>
      )}
    </div>
  );
}
