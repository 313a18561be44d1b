import { isAlaasError } from '@alaas/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { Frame, focusContent } from './frame.tsx';
import { messages } from './messages.ts';
import { SignInPage } from './sign-in-page.tsx';

/** In place of a page that failed. */
export function Failure({ error, reset }: ErrorComponentProps) {
  const t = useMessages(messages);
  const { reset: resetQueries } = useQueryErrorResetBoundary();
  if (isAlaasError(error, 'UNAUTHORIZED')) return <SignInPage />;
  const retry = () => {
    focusContent();
    resetQueries();
    reset();
  };
  return (
    <Instead title={t.failed}>
      <Problem error={error} onRetry={retry} />
    </Instead>
  );
}

export function NotFound() {
  return <Instead title={useMessages(messages).notFound} />;
}

/** A page that stands in for another, with a way home. */
function Instead({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const t = useMessages(messages);
  return (
    <Frame>
      <Page title={title}>
        {children}
        <p>
          <Link to="/" className="inline-flex min-h-11 items-center underline">
            {t.home}
          </Link>
        </p>
      </Page>
    </Frame>
  );
}
