import type { Project } from '@alaas/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { messages as keyMessages } from '../annotate/messages.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { actions, presets } from '../keys/actions.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { labelColor } from '../ui/palette.ts';
import { type LabelDraft, labelDrafts, labelsOfDrafts, withNewLabel } from './label-drafts.ts';
import { messages } from './messages.ts';
import { SaveBar } from './save-bar.tsx';
import { useChange } from './use-change.ts';

/** What was changed here and is not saved: it stays when somebody else changes the project. */
interface Edited {
  readonly name?: string;
  readonly guidelines?: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly labels?: readonly LabelDraft[];
}

/** What people are asked: name, guidelines, labels with their colours and keys. */
export function TaskForm({ project }: { readonly project: Project }) {
  const t = useMessages(messages);
  const change = useChange(project);
  const [edited, setEdited] = useState<Edited>({});
  const { name, guidelines, keys } = { ...project, ...edited };
  const labels = edited.labels ?? labelDrafts(project.labels);
  const isChanged = Object.keys(edited).length > 0;
  const set = (part: Edited) => setEdited((before) => ({ ...before, ...part }));
  return (
    <form
      className="grid gap-5 **:scroll-mb-24"
      onSubmit={(event) => {
        event.preventDefault();
        const { labels: drafts, ...others } = edited;
        const asked = { ...others, ...(drafts !== undefined && { labels: labelsOfDrafts(drafts) }) };
        change.mutate(asked, { onSuccess: () => setEdited({}) });
      }}
    >
      <Section title={t.tabs.task}>
        <TextField
          label={t.name}
          value={name}
          required
          maxLength={200}
          onChange={(event) => set({ name: event.target.value })}
        />
        <TextAreaField
          label={t.guidelines}
          hint={t.guidelinesHint}
          rows={8}
          dir="auto"
          value={guidelines}
          onChange={(event) => set({ guidelines: event.target.value })}
        />
      </Section>
      {project.task === 'pairwise' ? null : <Labels labels={labels} onChange={(drafts) => set({ labels: drafts })} />}
      <ProjectKeys keys={keys} onChange={(chosen) => set({ keys: chosen })} />
      <SaveBar error={change.error} isBusy={change.isPending} isChanged={isChanged} />
    </form>
  );
}

interface ProjectKeysProps {
  /** Keys by action, as the project says; several with a space between. */
  readonly keys: Readonly<Record<string, string>>;
  onChange(keys: Readonly<Record<string, string>>): void;
}

/** The keyboard that annotators of the project begin with; each may still choose their own. */
function ProjectKeys({ keys, onChange }: ProjectKeysProps) {
  const t = useMessages(messages);
  const names = useMessages(keyMessages).actions;
  const set = (action: string, key: string) => {
    const { [action]: _before, ...others } = keys;
    onChange(key === '' ? others : { ...others, [action]: key });
  };
  return (
    <Section title={t.keys} hint={t.keysHint}>
      <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {actions.map((action) => (
          <TextField
            key={action}
            label={names[action]}
            value={keys[action] ?? ''}
            placeholder={presets.alaas[action]}
            maxLength={50}
            spellCheck={false}
            onChange={(event) => set(action, event.target.value)}
          />
        ))}
      </div>
    </Section>
  );
}

function Labels(props: { readonly labels: readonly LabelDraft[]; onChange(labels: LabelDraft[]): void }) {
  const { labels, onChange } = props;
  const t = useMessages(messages);
  const set = (id: number, part: Partial<LabelDraft>) =>
    onChange(labels.map((label) => (label.id === id ? { ...label, ...part } : label)));
  return (
    <Section title={t.labels} hint={t.labelsHint}>
      <ol className="grid gap-4">
        {labels.map(({ id, name, description, color, key, isKnown }, index) => (
          <li key={id} className="grid items-end gap-3 border-b border-line pb-4 sm:grid-cols-[1fr_2fr_5rem_5rem_auto]">
            <TextField
              label={t.labelName}
              value={name}
              readOnly={isKnown}
              maxLength={256}
              dir="auto"
              onChange={(event) => set(id, { name: event.target.value })}
            />
            <TextField
              label={t.labelDescription}
              value={description}
              maxLength={4000}
              dir="auto"
              onChange={(event) => set(id, { description: event.target.value })}
            />
            <TextField
              label={t.labelColor}
              type="color"
              value={labelColor(index, color === '' ? undefined : color)}
              onChange={(event) => set(id, { color: event.target.value })}
            />
            <TextField
              label={t.labelKey}
              value={key}
              maxLength={20}
              placeholder={index < 9 ? String(index + 1) : ''}
              onChange={(event) => set(id, { key: event.target.value })}
            />
            <IconButton
              label={t.removeLabel(name)}
              icon={<X aria-hidden size={20} />}
              onClick={() => onChange(labels.filter((label) => label.id !== id))}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button onClick={() => onChange(withNewLabel(labels))}>{t.addLabel}</Button>
      </div>
    </Section>
  );
}
