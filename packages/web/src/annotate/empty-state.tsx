import type { Next, Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleStop, Hourglass, PartyPopper, Trophy, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { pagesFor } from '../app/pages.ts';
import { useRole } from '../app/use-role.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Countdown } from './countdown.tsx';
import { longestLookMs } from './hand.ts';
import { messages } from './messages.ts';
import { ScanProgress } from './scan-progress.tsx';
import { statusQuery } from './status-query.ts';

type Empty = NonNullable<Next['empty']>;

interface EmptyStateProps {
  readonly project: Project;
  readonly empty: Empty;
  onGoOn(): void;
  onAskAgain(): void;
  onHistory(): void;
}

const icons = { done: PartyPopper, held: Users, stop: CircleStop, quota: Trophy, waiting: Hourglass } as const;

/** Why there is nothing to label, and what to do about it: every reason its own. */
export function EmptyState({ project, empty, onGoOn, onAskAgain, onHistory }: EmptyStateProps) {
  const t = useMessages(messages);
  const { reason, detail, retryAfterSeconds } = empty;
  const text = t.empty[reason];
  const Icon = icons[reason];
  const { data: status } = useQuery(statusQuery(useProjectClient(project.id)));
  const advice = status?.stop.isAdvised ? status.stop.reasons : [];
  const reasons = reason === 'stop' && advice.length > 0 ? advice : [detail];
  const isOver = reason === 'done' || reason === 'stop';
  return (
    <section
      aria-label={text.title}
      aria-live="polite"
      data-empty
      tabIndex={-1}
      className="m-auto grid max-w-xl outline-none justify-items-center gap-4 p-4 text-center outline-none"
    >
      <span className="grid size-20 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden size={40} />
      </span>
      <h2 className="text-2xl font-semibold">{text.title}</h2>
      <p className="text-muted">{text.what}</p>
      <ul className="grid gap-1 rounded-lg bg-raised px-3 py-2 text-sm">
        {reasons.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      {reason === 'waiting' ? <ScanProgress project={project} /> : null}
      {reason === 'held' ? (
        <div className="grid w-full gap-2">
          <ProgressBar label={t.empty.looking} />
          {retryAfterSeconds === undefined ? null : (
            <Countdown key={detail} seconds={Math.min(retryAfterSeconds, longestLookMs / 1000)} />
          )}
        </div>
      ) : null}
      <div className="flex flex-wrap justify-center gap-2">
        {isOver ? <PageLinks project={project} /> : null}
        {reason === 'stop' ? <Button onClick={onGoOn}>{t.empty.goOn}</Button> : null}
        {reason === 'held' || reason === 'done' ? <Button onClick={onAskAgain}>{t.empty.askAgain}</Button> : null}
        {reason === 'waiting' ? null : (
          <Button kind="quiet" onClick={onHistory}>
            {t.empty.look}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Where to go from here, as far as the role opens it. */
function PageLinks({ project }: { readonly project: Project }): ReactNode {
  const t = useMessages(messages);
  const pages = new Set(pagesFor(useRole(project.id) ?? 'annotator').map(({ id }) => id));
  const links = [
    { to: '/projects/$project/progress', page: 'progress', text: t.empty.links.progress },
    { to: '/projects/$project/models', page: 'models', text: t.empty.links.models },
    { to: '/projects/$project/settings', page: 'settings', text: t.empty.links.export },
  ] as const;
  return links.map(({ to, page, text }, index) =>
    pages.has(page) ? (
      <Link
        key={page}
        to={to}
        params={{ project: project.id }}
        className={`inline-flex min-h-11 items-center rounded-lg border px-4 font-medium ${index === 0 ? 'border-accent bg-accent text-on-accent' : 'border-edge bg-surface hover:bg-raised'}`}
      >
        {text}
      </Link>
    ) : null,
  );
}
