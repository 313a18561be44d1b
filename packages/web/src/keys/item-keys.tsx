import type { Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { freeContentKeys } from '../content/content-keys.ts';
import { contentQuery } from '../content/content-query.ts';
import { jump } from '../content/jump.ts';
import { messages as contentMessages } from '../content/messages.ts';
import { useMessages } from '../i18n/use-messages.ts';
import type { TaskView } from '../tasks/task-view.ts';
import { Kbd, keyName } from '../ui/kbd.tsx';
import { hasKey, type Keymap } from './keymap.ts';
import { messages } from './messages.ts';

/** Keys of what shows the item, and of what is marked on it: they are told, and not changed. */
export function ItemKeys(props: {
  readonly project: Project;
  readonly task: TaskView;
  readonly item: string | undefined;
  readonly keymap: Keymap;
}) {
  const { project, task, item, keymap } = props;
  const t = useMessages(messages);
  const own = useMessages(task.itemHelp ?? none);
  const shown = useContentKeys(project, item, keymap);
  const soft = task.softKeys ?? [];
  const rows = [...Object.entries(own).filter(([keys]) => !soft.includes(keys) || !hasKey(keymap, keys)), ...shown];
  if (rows.length === 0) return null;
  return (
    <section aria-label={t.item}>
      <h3 className="font-semibold">{t.item}</h3>
      <p className="mb-1 text-sm text-muted">{t.itemHint}</p>
      <dl className="grid gap-x-6 sm:grid-cols-2">
        {rows.map(([keys, what]) => (
          <div key={keys} className="flex min-h-11 items-center gap-2 border-b border-line">
            <dt className="min-w-0 flex-1">{what}</dt>
            <dd className="flex flex-wrap justify-end gap-1 py-1">
              {keys.split(' ').map((key) => (
                <Fragment key={key}>
                  <span className="sr-only">{keyName(key)} </span>
                  <Kbd shortcut={key} />
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const none = { en: {}, zh: {} };

/** What plays a recording, or zooms what can be zoomed. */
function useContentKeys(project: Project, item: string | undefined, keymap: Keymap): (readonly [string, string])[] {
  const t = useMessages(contentMessages);
  const client = useProjectClient(project.id);
  // it is on the screen: nothing is asked for here
  const { data } = useQuery({ ...contentQuery(client, item ?? ''), enabled: false });
  const keys = freeContentKeys([...keymap.labels, ...Object.values<string>(keymap.actions)]);
  const zoom = [
    [keys.zoomIn, t.zoomIn],
    [keys.zoomOut, t.zoomOut],
  ] as const;
  const audio = [
    [keys.play, t.play],
    [keys.back, t.back(jump)],
    [keys.ahead, t.ahead(jump)],
  ] as const;
  const all = data?.kind === 'audio' ? audio : data?.kind === 'image' || data?.kind === 'series' ? zoom : [];
  return all.filter(([key]) => key !== '');
}
