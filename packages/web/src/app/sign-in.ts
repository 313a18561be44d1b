import { createStored, useStored } from './stored.ts';

/** What opens the service; undefined where it asks for none. */
const token = createStored<string | undefined>('token', (kept) => (typeof kept === 'string' ? kept : undefined));

export function signIn(value: string): void {
  token.set(value);
}

export function signOut(): void {
  token.set(undefined);
}

export function useToken(): string | undefined {
  return useStored(token);
}

/**
 * Takes over the token of an invitation, `http://host/#token=...`, and clears it from the address. What follows # never
 * leaves the browser, so it is in no log.
 */
export function acceptInvitation(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null || given === '') return;
  token.set(given);
  history.replaceState(history.state, '', location.pathname + location.search);
}

/** The address that lets a new member in. */
export function invitationLink(memberToken: string, project: string): string {
  return `${location.origin}/projects/${encodeURIComponent(project)}/annotate#token=${encodeURIComponent(memberToken)}`;
}

/** Whether a link to this host opens nothing on another machine. */
export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
