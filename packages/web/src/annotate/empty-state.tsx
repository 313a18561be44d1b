import type { Next, Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleStop, Hourglass, PartyPopper, Trophy, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { pagesFor } from '../app/pages.ts';
import { useRole } from '../app/use-role.ts';
import { useFormat } from '../i18n/format.ts';
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

/** What it is called and what it means; nothing is left for somebody though others are asked still, is not the end. */
function textOf(t: (typeof messages)['en'], { reason, records = 0, skipped = 0 }: Empty) {
  if (reason === 'done' && records > 0) return t.empty.doneHere;
  return reason === 'held' && skipped > 0 ? t.empty.skipped : t.empty[reason];
}

const icons = { done: PartyPopper, held: Users, stop: CircleStop, quota: Trophy, waiting: Hourglass } as const;

/** Why there is nothing to label, and what to do about it: every reason its own. */
export function EmptyState({ project, empty, onGoOn, onAskAgain, onHistory }: EmptyStateProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { reason, detail, retryAfterSeconds, people = 0, records = 0 } = empty;
  const text = textOf(t, empty);
  const Icon = icons[reason];
  const { data: status } = useQuery(statusQuery(useProjectClient(project.id)));
  const advice = status?.stop.isAdvised ? status.stop.reasons : [];
  const when = retryAfterSeconds === undefined ? '' : format.duration(1000 * retryAfterSeconds);
  // the service says in its own words only what the page cannot say in the reader's
  const facts = {
    stop: advice.length > 0 ? advice : [detail],
    held: people > 0 ? [t.empty.holders(people, records), ...(when === '' ? [] : [t.empty.back(when)])] : [],
    done: records > 0 ? [t.empty.open(records)] : [],
    quota: [],
    waiting: [],
  }[reason];
  const isOver = reason === 'done' || reason === 'stop';
  return (
    <section
      aria-label={text.title}
      aria-live="polite"
      data-empty
      tabIndex={-1}
      className="m-auto grid max-w-xl justify-items-center gap-4 p-4 text-center outline-none"
    >
      <span className="grid size-20 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden size={40} />
      </span>
      <h2 className="text-2xl font-semibold">{text.title}</h2>
      <p className="text-muted">{text.what}</p>
      {facts.length === 0 ? null : (
        <ul className="grid gap-1 rounded-lg bg-raised px-3 py-2 text-sm">
          {facts.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
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
