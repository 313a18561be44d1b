import { isAlaasError } from '@alaas/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Problem } from '../ui/problem.tsx';
import { messages } from './messages.ts';
import { SignInPage } from './sign-in-page.tsx';
import { TopBar } from './top-bar.tsx';

/** In place of a page that failed. */
export function Failure({ error, reset }: ErrorComponentProps) {
  const t = useMessages(messages);
  const { reset: resetQueries } = useQueryErrorResetBoundary();
  useTitle(t.failed);
  if (isAlaasError(error, 'UNAUTHORIZED')) return <SignInPage />;
  const retry = () => {
    resetQueries();
    reset();
  };
  return (
    <>
      <TopBar />
      <main id="content" className="mx-auto grid max-w-3xl gap-4 p-6">
        <h1 className="text-2xl font-semibold">{t.failed}</h1>
        <Problem error={error} onRetry={retry} />
        <Link to="/" className="underline">
          {t.home}
        </Link>
      </main>
    </>
  );
}

export function NotFound() {
  const t = useMessages(messages);
  useTitle(t.notFound);
  return (
    <>
      <TopBar />
      <main id="content" className="mx-auto grid max-w-3xl gap-4 p-6">
        <h1 className="text-2xl font-semibold">{t.notFound}</h1>
        <Link to="/" className="underline">
          {t.home}
        </Link>
      </main>
    </>
  );
}

/** What the tab of the browser says. */
function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ALaaS`;
  }, [title]);
}
