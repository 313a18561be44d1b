import type { MemberWithToken } from '@alaas/client';
import type { Member, Role } from '@alaas/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { invitationLink, isThisMachine } from '../app/sign-in.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { membersQuery } from './members-query.ts';
import { messages } from './messages.ts';
import { Secret } from './secret.tsx';

type GivenRole = Exclude<Role, 'owner'>;
const roles: readonly GivenRole[] = ['annotator', 'reviewer', 'admin'];

/** Who labels here, with which role, and invitations. */
export function Members({ project }: { readonly project: string }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const client = useProjectClient(project);
  const cache = useQueryClient();
  const query = membersQuery(client);
  const { data: members, error, refetch } = useQuery(query);
  const [invited, setInvited] = useState<MemberWithToken>();
  const [leaving, setLeaving] = useState<Member>();
  const [renewing, setRenewing] = useState<Member>();
  const reload = () => cache.invalidateQueries({ queryKey: query.queryKey });
  const setRole = useMutation({
    mutationFn: ({ id, role }: { id: string; role: GivenRole }) => client.members.setRole(id, role),
    onSettled: reload,
  });
  const renew = useMutation({ mutationFn: (id: string) => client.members.renewToken(id), onSuccess: setInvited });
  const remove = useMutation({ mutationFn: (id: string) => client.members.remove(id), onSettled: reload });
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (members === undefined) return <ProgressBar label={wait} />;
  const failure = setRole.error ?? renew.error ?? remove.error;
  return (
    <Section title={t.tabs.people}>
      {failure === null ? null : <Problem error={failure} />}
      {members.length === 0 ? (
        <Empty>{t.noMembers}</Empty>
      ) : (
        <MemberTable
          members={members}
          onRole={(id, role) => setRole.mutate({ id, role })}
          onRenew={setRenewing}
          onRemove={setLeaving}
        />
      )}
      <InviteForm
        project={project}
        onInvited={(member) => {
          setInvited(member);
          void reload();
        }}
      />
      {invited === undefined ? null : (
        <Dialog title={t.inviteTitle(invited.name)} onClose={() => setInvited(undefined)}>
          <div className="grid gap-4">
            <p>{t.inviteHint}</p>
            {isThisMachine(location.hostname) ? <p className="text-warn">{t.inviteLocal}</p> : null}
            <Secret label={t.link} value={invitationLink(invited.token, project)} />
            <Secret label={t.token} value={invited.token} />
          </div>
        </Dialog>
      )}
      {renewing === undefined ? null : (
        <Confirm
          title={t.newTokenOf(renewing.name)}
          text={t.newTokenSure(renewing.name)}
          action={t.newToken}
          onConfirm={() => renew.mutate(renewing.id)}
          onClose={() => setRenewing(undefined)}
        />
      )}
      {leaving === undefined ? null : (
        <Confirm
          title={t.removeOf(leaving.name)}
          text={t.removeSure(leaving.name)}
          action={t.remove}
          onConfirm={() => remove.mutate(leaving.id)}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </Section>
  );
}

interface MemberTableProps {
  readonly members: readonly Member[];
  onRole(id: string, role: GivenRole): void;
  onRenew(member: Member): void;
  onRemove(member: Member): void;
}

function MemberTable({ members, onRole, onRenew, onRemove }: MemberTableProps) {
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <DataTable
      caption={t.tabs.people}
      rows={members}
      keyOf={({ id }) => id}
      columns={[
        { title: t.member, cell: ({ name }) => <span dir="auto">{name}</span> },
        {
          title: t.role,
          cell: ({ id, name, role }) =>
            role === 'owner' ? (
              t.roles.owner
            ) : (
              <select
                aria-label={t.roleOf(name)}
                value={role}
                onChange={(event) => onRole(id, event.target.value as GivenRole)}
                className="min-h-11 rounded-lg border border-edge bg-surface px-2"
              >
                {roles.map((one) => (
                  <option key={one} value={one}>
                    {t.roles[one]}
                  </option>
                ))}
              </select>
            ),
        },
        { title: t.answers, isNumber: true, cell: ({ responses }) => format.count(responses) },
        {
          title: t.since,
          cell: ({ createdAt }) => <span className="whitespace-nowrap">{format.time(createdAt)}</span>,
        },
        {
          title: t.newToken,
          cell: (member) => (
            <Button aria-label={t.newTokenOf(member.name)} onClick={() => onRenew(member)}>
              {t.newToken}
            </Button>
          ),
        },
        {
          title: t.remove,
          cell: (member) => (
            <Button kind="danger" aria-label={t.removeOf(member.name)} onClick={() => onRemove(member)}>
              {t.remove}
            </Button>
          ),
        },
      ]}
    />
  );
}

function InviteForm({ project, onInvited }: { readonly project: string; onInvited(member: MemberWithToken): void }) {
  const t = useMessages(messages);
  const client = useProjectClient(project);
  const [name, setName] = useState('');
  const [role, setRole] = useState<GivenRole>('annotator');
  const invite = useMutation({
    mutationFn: () => client.members.add(name.trim(), role),
    onSuccess: (member) => {
      setName('');
      onInvited(member);
    },
  });
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label={t.inviteName}
          value={name}
          maxLength={100}
          required
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label={t.role}
          value={role}
          choices={roles.map((one) => ({ value: one, label: t.roles[one] }))}
          onChoose={setRole}
        />
        <Button type="submit" kind="primary" isBusy={invite.isPending} disabled={name.trim() === ''}>
          {t.invite}
        </Button>
      </div>
      {invite.error === null ? null : <Problem error={invite.error} />}
    </form>
  );
}
