import type { Project } from '@alaas/core';
import { useState } from 'react';
import { messages as actionMessages } from '../annotate/messages.ts';
import { useMessages } from '../i18n/use-messages.ts';
import type { TaskView } from '../tasks/task-view.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, SwitchField } from '../ui/field.tsx';
import { keyName } from '../ui/kbd.tsx';
import { actions, type Preset, presets } from './actions.ts';
import { ItemKeys } from './item-keys.tsx';
import { keyPreferences, useKeyPreferences } from './key-preferences.ts';
import { KeyRow } from './key-row.tsx';
import { itemOwner, labelAction } from './keymap.ts';
import { messages } from './messages.ts';
import { answersOf, useKeymap } from './use-keymap.ts';

interface KeysDialogProps {
  readonly project: Project;
  readonly task: TaskView;
  /** The item on the screen: what shows it may have keys, too. */
  readonly item?: string | undefined;
  onClose(): void;
}

/** Which key does what; each can be changed. */
export function KeysDialog({ project, task, item, onClose }: KeysDialogProps) {
  const t = useMessages(messages);
  const { actions: names } = useMessages(actionMessages);
  const keymap = useKeymap(project, task);
  const choice = useKeyPreferences();
  const [waits, setWaits] = useState<string>();
  const titles = new Map(task.shortcuts(project, keymap.labels).map(({ shortcut, title }) => [shortcut, title]));
  const answers = answersOf(project).map(({ name }, index) => {
    const shortcuts = keymap.labels[index] ?? '';
    return { id: labelAction(name), title: titles.get(shortcuts) ?? name, shortcuts };
  });
  const rest = actions.map((action) => ({ id: action, title: names[action], shortcuts: keymap.actions[action] }));
  const titleOf = (id: string) =>
    id === itemOwner ? t.item : ([...answers, ...rest].find((row) => row.id === id)?.title ?? id);
  const bind = (id: string, shortcut: string) => {
    // a key that was this person's own goes along
    const others = Object.entries(choice.own).filter(
      ([other, key]) => other !== id && (key !== shortcut || key === ''),
    );
    keyPreferences.set({ ...choice, own: { [id]: shortcut, ...Object.fromEntries(others) } });
    setWaits(undefined);
  };
  const row = ({ id, title, shortcuts }: (typeof answers)[number]) => (
    <KeyRow
      key={id}
      title={title}
      shortcuts={shortcuts}
      isOwn={Object.hasOwn(choice.own, id)}
      isWaiting={waits === id}
      onWait={(isWaiting) => setWaits(isWaiting ? id : undefined)}
      onBind={(shortcut) => bind(id, shortcut)}
    />
  );
  return (
    <Dialog title={t.title} onClose={onClose}>
      <div className="grid gap-5">
        <SelectField
          label={t.preset}
          value={choice.preset ?? 'project'}
          choices={(['project', ...(Object.keys(presets) as Preset[])] as const).map((value) => ({
            value,
            label: t.presets[value],
          }))}
          onChoose={(value) => keyPreferences.set({ ...choice, preset: value === 'project' ? undefined : value })}
        />
        <SwitchField
          label={t.characters}
          hint={t.charactersHint}
          isOn={choice.areCharactersOn}
          onToggle={(areCharactersOn) => keyPreferences.set({ ...choice, areCharactersOn })}
        />
        {keymap.conflicts.length === 0 ? null : (
          <div role="alert" className="rounded-lg border border-warn bg-warn-soft p-3">
            <ul className="grid gap-1">
              {keymap.conflicts.map(({ shortcut, has, lacks }) => (
                <li key={`${shortcut} ${lacks}`}>{t.conflict(keyName(shortcut), titleOf(has), titleOf(lacks))}</li>
              ))}
            </ul>
          </div>
        )}
        <p className="text-sm text-muted">{t.hint}</p>
        <section aria-label={t.answers}>
          <h3 className="mb-1 font-semibold">{t.answers}</h3>
          <ul className="grid gap-x-6 sm:grid-cols-2">{answers.map(row)}</ul>
        </section>
        <section aria-label={t.rest}>
          <h3 className="mb-1 font-semibold">{t.rest}</h3>
          <ul className="grid gap-x-6 sm:grid-cols-2">{rest.map(row)}</ul>
        </section>
        <ItemKeys project={project} task={task} item={item} keymap={keymap} />
        {Object.keys(choice.own).length === 0 ? null : (
          <div>
            <Button onClick={() => keyPreferences.set({ ...choice, own: {} })}>{t.reset}</Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
