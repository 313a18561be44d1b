import type { Project } from '@alaas/core';
import { X } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import type { Card } from './card.ts';
import { messages } from './messages.ts';
import type { Session } from './session.ts';

// none of them is needed for the first card
const WhyPanel = lazy(async () => ({ default: (await import('./why-panel.tsx')).WhyPanel }));
const GuidelinesPanel = lazy(async () => ({ default: (await import('./guidelines-panel.tsx')).GuidelinesPanel }));
const HistoryPanel = lazy(async () => ({ default: (await import('./history-panel.tsx')).HistoryPanel }));

export type Panel = 'why' | 'guidelines' | 'history';

interface SidePanelProps {
  readonly panel: Panel;
  readonly project: Project;
  readonly card: Card | undefined;
  readonly session: Session;
  onClose(): void;
}

/** Beside the card, on a narrow screen over it: labelling goes on while it is open. */
export function SidePanel({ panel, project, card, session, onClose }: SidePanelProps) {
  const t = useMessages(messages);
  return (
    <aside
      aria-label={t.actions[panel]}
      className="flex w-80 shrink-0 flex-col border-l border-line bg-surface max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:z-30 max-lg:w-[min(24rem,100vw)] max-lg:shadow-xl xl:w-96"
    >
      <header className="flex items-center justify-between gap-2 border-b border-line py-0.5 pr-1 pl-4">
        <h2 className="text-lg font-semibold">{t.actions[panel]}</h2>
        <IconButton label={t.closePanel} icon={<X aria-hidden size={20} />} onClick={onClose} />
      </header>
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto p-4"
      >
        <Suspense fallback={<ProgressBar label={t.loading} />}>
          {panel === 'guidelines' ? <GuidelinesPanel project={project} /> : null}
          {panel === 'history' ? <HistoryPanel project={project} session={session} /> : null}
          {panel === 'why' && card !== undefined ? <WhyPanel project={project} card={card} /> : null}
          {panel === 'why' && card === undefined ? <p className="text-muted">{t.noCard}</p> : null}
        </Suspense>
      </div>
    </aside>
  );
}
