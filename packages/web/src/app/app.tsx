import { createClient } from '@alaas/client';
import { isAlaasError } from '@alaas/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Suspense, useMemo } from 'react';
import { ClientContext } from '../api/client-context.ts';
import { ToastProvider } from '../ui/toasts.tsx';
import { router } from './router.tsx';
import { useToken } from './sign-in.ts';
import { Waiting } from './waiting.tsx';

/** The page: a new person gets a new client and remembers nothing of the one before. */
export function App() {
  const token = useToken();
  const [client, cache] = useMemo(
    () => [createClient({ url: location.origin, token }), createCache()] as const,
    [token],
  );
  return (
    <ClientContext value={client}>
      <QueryClientProvider client={cache}>
        <ToastProvider>
          <Suspense fallback={<Waiting />}>
            <RouterProvider key={token} router={router} />
          </Suspense>
        </ToastProvider>
      </QueryClientProvider>
    </ClientContext>
  );
}

/** Tries of a question that the service did not answer. */
const maxRetries = 3;

function createCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // what the service refused, it refuses again; one that has just started reads its pools first
        retry: (failures, error) =>
          (isAlaasError(error, 'UNREACHABLE') || isAlaasError(error, 'NOT_READY')) && failures < maxRetries,
        staleTime: 5000,
      },
    },
  });
}
