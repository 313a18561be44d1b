import type { Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { BookOpen, CircleHelp, History, Keyboard, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import type { Keymap } from '../keys/keymap.ts';
import { IconButton } from '../ui/button.tsx';
import { keyName } from '../ui/kbd.tsx';
import { messages } from './messages.ts';
import type { SessionState } from './session.ts';
import type { Panel } from './side-panel.tsx';
import { statusQuery } from './status-query.ts';

interface StatusStripProps {
  readonly project: Project;
  readonly state: SessionState;
  /** What is open beside the card. */
  readonly open: Panel | undefined;
  readonly keymap: Keymap;
  onPanel(panel: Panel): void;
  onKeys(): void;
  /** What lies over it for a while. */
  readonly children: ReactNode;
}

/** How far it is, and what the model does meanwhile: in the margin, never in the way. */
export function StatusStrip({ project, state, open, keymap, onPanel, onKeys, children }: StatusStripProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { data: status } = useQuery(statusQuery(useProjectClient(project.id)));
  const tool = (panel: Panel, Icon: typeof History) => (
    <IconButton
      label={t.actions[panel]}
      title={withKey(t.actions[panel], keymap.actions[panel])}
      aria-keyshortcuts={keymap.actions[panel] || undefined}
      aria-pressed={open === panel}
      icon={<Icon aria-hidden size={20} />}
      onClick={() => onPanel(panel)}
      className="aria-pressed:bg-accent-soft"
    />
  );
  const completed = Math.max(state.completed, status?.pool.completed ?? 0);
  return (
    <div className="@container relative flex shrink-0 items-center gap-x-4 border-b border-line bg-surface pr-1 pl-3 text-sm md:pl-5">
      {/* two lines at most, so that the card below stays where it is; what does not fit is on the page of the progress */}
      <p className="flex max-h-10 min-w-0 flex-1 flex-wrap items-center gap-x-4 overflow-hidden text-muted tabular-nums">
        <span>
          <strong className="font-semibold text-ink">{format.count(state.mine)}</strong> {t.mine(state.mine)}
          {status === undefined ? null : (
            <span className="@max-2xl:hidden"> {t.today(format.count(status.mine.recent))}</span>
          )}
        </span>
        {status === undefined || status.pool.ready === 0 ? null : (
          // the queue holds equal contents once, each of which may have been answered
          <span>{t.completed(format.count(completed), format.count(Math.max(completed, status.pool.ready)))}</span>
        )}
        {status?.mine.left == null ? null : (
          <span className="@max-3xl:hidden">{t.left(format.count(status.mine.left))}</span>
        )}
        {status === undefined ? null : (
          <span className="inline-flex items-center gap-1.5">
            {status.model.isTraining ? <RefreshCw aria-hidden size={14} className="animate-spin text-model" /> : null}
            {modelText(t, status.model)}
          </span>
        )}
        {state.lastMs === undefined ? null : (
          <span className="@max-3xl:hidden">{t.doneIn(format.duration(Math.round(state.lastMs / 100) * 100))}</span>
        )}
      </p>
      <div className="flex shrink-0">
        {state.card === undefined ? null : tool('why', CircleHelp)}
        {tool('guidelines', BookOpen)}
        {tool('history', History)}
        <IconButton
          label={t.actions.keys}
          title={withKey(t.actions.keys, keymap.actions.keys)}
          aria-keyshortcuts={keymap.actions.keys || undefined}
          icon={<Keyboard aria-hidden size={20} />}
          onClick={onKeys}
          className="max-md:hidden"
        />
      </div>
      {children}
    </div>
  );
}

function withKey(title: string, shortcuts: string): string {
  return shortcuts === '' ? title : `${title} (${keyName(shortcuts)})`;
}

interface Model {
  readonly version: number;
  readonly isTraining: boolean;
  readonly behind: number;
}

function modelText(t: (typeof messages)['en'], { version, isTraining, behind }: Model): string {
  const name = version === 0 ? t.model.none : t.model.version(version);
  if (isTraining) return `${name} · ${t.model.training}`;
  return behind > 0 ? `${name} · ${t.model.behind(behind)}` : name;
}
