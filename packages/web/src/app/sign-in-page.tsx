import { createClient } from '@alaas/client';
import { isAlaasError } from '@alaas/core';
import { Navigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { Frame } from './frame.tsx';
import { messages } from './messages.ts';
import { signIn, useToken } from './sign-in.ts';

/** The page of its own: who is in already has nothing to do here. */
export function SignInRoute() {
  return useToken() === undefined ? <SignInPage /> : <Navigate to="/" replace />;
}

/** Stands in for every page until the service knows who is here. */
export function SignInPage() {
  const t = useMessages(messages).signIn;
  // the service refused it, or this page would not stand here
  const kept = useToken();
  const [value, setValue] = useState('');
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const isRefused = isAlaasError(error, 'UNAUTHORIZED');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setError(undefined);
    try {
      await createClient({ url: location.origin, token: value.trim() }).me();
      signIn(value.trim());
    } catch (failure) {
      setError(failure);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Frame>
      <Page title={t.title}>
        <form onSubmit={(event) => void submit(event)} className="grid max-w-md gap-4">
          {kept === undefined ? null : <p role="status">{t.ended}</p>}
          <TextField
            label={t.token}
            hint={t.hint}
            error={isRefused ? t.refused : undefined}
            type="password"
            autoComplete="current-password"
            required
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          {error === undefined || isRefused ? null : <Problem error={error} />}
          <Button type="submit" kind="primary" isBusy={isBusy} disabled={value.trim() === ''}>
            {t.submit}
          </Button>
        </form>
      </Page>
    </Frame>
  );
}
