import type { ProjectClient } from '@alaas/client';
import { AlaasError, type Member, type Role, roles } from '@alaas/core';
import { Argument, type Command, Option } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { openRemote, print, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatHeadedTable } from '../terminal/heading-table.ts';
import { formatCount } from '../terminal/numbers.ts';
import type { World } from '../world.ts';

type GivenRole = Exclude<Role, 'owner'>;

const givenRoles = roles.filter((role) => role !== 'owner');

/** `alaas members`: who may work in a project. */
export function addMembers(program: Command, world: World, end: (code: ExitCode) => void): void {
  const group = program
    .command('members')
    .description('List, add and remove the people of a project, and their tokens.');
  group.addHelpText(
    'after',
    `
A member is named by name or id. A token is shown once; it goes into ALAAS_TOKEN.

Examples:
  ${world.command} members spam
  ${world.command} members add spam Ada --role reviewer
  ${world.command} members token spam Ada`,
  );
  withRemoteFlags(
    group
      .command('list', { isDefault: true })
      .argument('<project>', 'id of the project')
      .description('List the members.'),
  ).action(async (id: string, flags: RemoteFlags) => {
    const members = await (await openRemote(flags, world)).project(id).members.list({ signal: world.interrupted });
    print(world, flags, members, () => table(members, id, world));
    end(0);
  });
  of('add', 'Add a person, and print the token of theirs.')
    .addOption(new Option('--role <role>', 'what they may do').choices(givenRoles).default('annotator'))
    .action(async (id: string, name: string, flags: RemoteFlags & { readonly role: GivenRole }) => {
      const members = (await openRemote(flags, world)).project(id).members;
      const member = await members.add(name, flags.role, { signal: world.interrupted });
      print(
        world,
        flags,
        member,
        () => `${member.name} is ${member.role} of ${id}. The token, shown once:\n${member.token}`,
      );
      end(0);
    });
  of('role', 'Change what a member may do.')
    .addArgument(new Argument('<role>', 'the new role').choices(givenRoles))
    .action(async (id: string, name: string, role: GivenRole, flags: RemoteFlags) => {
      const project = (await openRemote(flags, world)).project(id);
      const member = await project.members.setRole(await find(project, name), role, { signal: world.interrupted });
      print(world, flags, member, () => `${member.name} is ${member.role} of ${id}.`);
      end(0);
    });
  of('token', 'Make a new token for a member; the old one ends.').action(
    async (id: string, name: string, flags: RemoteFlags) => {
      const project = (await openRemote(flags, world)).project(id);
      const member = await project.members.renewToken(await find(project, name), { signal: world.interrupted });
      print(world, flags, member, () => `The new token of ${member.name}, shown once:\n${member.token}`);
      end(0);
    },
  );
  of('remove', 'Remove a member; the answers stay.').action(async (id: string, name: string, flags: RemoteFlags) => {
    const project = (await openRemote(flags, world)).project(id);
    const member = await find(project, name);
    await project.members.remove(member, { signal: world.interrupted });
    print(world, flags, { removed: member }, () => `${name} is no member of ${id} any more.`);
    end(0);
  });

  function of(verb: string, description: string): Command {
    return withRemoteFlags(
      group
        .command(verb)
        .argument('<project>', 'id of the project')
        .argument('<name>', 'name of the person, or id')
        .description(description),
    );
  }
}

/** The id of the member of this name or id. */
async function find(project: ProjectClient, name: string): Promise<string> {
  const members = await project.members.list();
  const member = members.find((one) => one.id === name || one.name === name);
  if (member !== undefined) return member.id;
  const names = members.map((one) => one.name).join(', ') || 'none yet';
  throw new AlaasError('NOT_FOUND', `${project.id} has no member "${name}". Its members: ${names}.`);
}

function table(members: readonly Member[], project: string, { stdout, command }: World): string {
  if (members.length === 0) return `No members yet. Add one: ${command} members add ${project} NAME`;
  const rows = members.map(({ id, name, role, responses, createdAt }) => [
    name,
    role,
    formatCount(responses),
    createdAt.slice(0, 10),
    id,
  ]);
  return formatHeadedTable(stdout, ['NAME', 'ROLE', 'ANSWERS', 'SINCE', 'ID'], rows);
}
