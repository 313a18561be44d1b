import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { useTitle } from './use-title.ts';

/** A page's head and body; the title is the document's too. */
export function Page(props: { readonly title: string; readonly actions?: ReactNode; readonly children: ReactNode }) {
  const { title, actions, children } = props;
  useTitle(title);
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-5 p-4 md:p-6">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl font-semibold">{title}</h1>
        {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a title of its own. */
export function Section(props: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { title, hint, actions, className, children } = props;
  return (
    <section
      aria-label={title}
      className={cx(
        'grid grid-cols-1 content-start gap-3 rounded-xl border border-line bg-surface p-4 md:p-5',
        className,
      )}
    >
      <header className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h2 className="text-lg font-semibold">{title}</h2>
          {hint === undefined ? null : <p className="text-sm text-muted">{hint}</p>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  );
}

/** What a place says while there is nothing in it, and what to do about it. */
export function Empty({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-xl border border-dashed border-edge p-8 text-center text-muted">
      <div className="max-w-prose">{children}</div>
      {action}
    </div>
  );
}
