import { AlaasError, type Delivery, type ProjectEventType, projectEventTypes, type Webhook } from '@alaas/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { list } from '../flag-values.ts';
import { openRemote, print, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatHeadedTable } from '../terminal/heading-table.ts';
import { oneLine } from '../terminal/plain.ts';
import type { World } from '../world.ts';

/** `alaas webhooks`: other services that are told of what happens in a project. */
export function addWebhooks(program: Command, world: World, end: (code: ExitCode) => void): void {
  const group = program.command('webhooks').description('Tell other services of what happens in a project.');
  group.addHelpText(
    'after',
    `
Events: ${projectEventTypes.join(', ')}.

Examples:
  ${world.command} webhooks spam
  ${world.command} webhooks add spam https://example.org/hook --events model.updated,stop.advised
  ${world.command} webhooks deliveries spam WEBHOOK`,
  );
  withRemoteFlags(
    group
      .command('list', { isDefault: true })
      .argument('<project>', 'id of the project')
      .description('List the webhooks.'),
  ).action(async (id: string, flags: RemoteFlags) => {
    const hooks = await (await openRemote(flags, world)).project(id).webhooks.list({ signal: world.interrupted });
    print(world, flags, hooks, () => table(hooks, id, world));
    end(0);
  });
  withRemoteFlags(
    group
      .command('add')
      .argument('<project>', 'id of the project')
      .argument('<url>', 'where events are posted')
      .description('Add a webhook, and print its secret.')
      .option('--events <types>', 'which events, with commas between (default: all)', list)
      .option('--secret <secret>', 'whsec_ and base64 (default: made up)'),
  ).action(
    async (id: string, url: string, flags: RemoteFlags & { readonly events?: string[]; readonly secret?: string }) => {
      const events = flags.events === undefined ? {} : { events: flags.events.map(eventType) };
      const secret = flags.secret === undefined ? {} : { secret: flags.secret };
      const { webhooks } = (await openRemote(flags, world)).project(id);
      const hook = await webhooks.create({ url, ...events, ...secret }, { signal: world.interrupted });
      print(
        world,
        flags,
        hook,
        () => `Webhook ${hook.id} posts to ${hook.url}. The secret, shown once:\n${hook.secret}`,
      );
      end(0);
    },
  );
  for (const [verb, isActive] of [
    ['pause', false],
    ['resume', true],
  ] as const) {
    of(verb, isActive ? 'Switch a webhook on again.' : 'Switch a webhook off.').action(
      async (id: string, hookId: string, flags: RemoteFlags) => {
        const { webhooks } = (await openRemote(flags, world)).project(id);
        const hook = await webhooks.setActive(hookId, isActive, { signal: world.interrupted });
        print(world, flags, hook, () => `Webhook ${hook.id} is ${hook.isActive ? 'on' : 'off'}.`);
        end(0);
      },
    );
  }
  of('remove', 'Remove a webhook.').action(async (id: string, hook: string, flags: RemoteFlags) => {
    await (await openRemote(flags, world)).project(id).webhooks.delete(hook, { signal: world.interrupted });
    print(world, flags, { removed: hook }, () => `Removed webhook ${hook}.`);
    end(0);
  });
  of('deliveries', 'List what was sent, the newest first.').action(
    async (id: string, hook: string, flags: RemoteFlags) => {
      const { webhooks } = (await openRemote(flags, world)).project(id);
      const deliveries = await webhooks.deliveries(hook, { signal: world.interrupted });
      print(world, flags, deliveries, () => deliveryTable(deliveries, world));
      end(0);
    },
  );
  of('retry', 'Send a delivery again.')
    .argument('<delivery>', 'id of the delivery')
    .action(async (id: string, hook: string, delivery: string, flags: RemoteFlags) => {
      const { webhooks } = (await openRemote(flags, world)).project(id);
      const sent = await webhooks.redeliver(hook, delivery, { signal: world.interrupted });
      print(world, flags, sent, () => `Delivery ${sent.id} is ${sent.state}.`);
      end(0);
    });

  function of(verb: string, description: string): Command {
    return withRemoteFlags(
      group
        .command(verb)
        .argument('<project>', 'id of the project')
        .argument('<webhook>', 'id of the webhook')
        .description(description),
    );
  }
}

function eventType(text: string): ProjectEventType {
  const type = projectEventTypes.find((one) => one === text);
  if (type !== undefined) return type;
  throw new AlaasError('INVALID_REQUEST', `There is no event "${text}". The events: ${projectEventTypes.join(', ')}.`);
}

function table(hooks: readonly Webhook[], project: string, { stdout, command }: World): string {
  if (hooks.length === 0) return `No webhooks yet. Add one: ${command} webhooks add ${project} URL`;
  const rows = hooks.map(({ id, url, isActive, detail, events }) => [
    id,
    isActive ? 'on' : 'off',
    oneLine(url, 50),
    events.length === projectEventTypes.length ? 'all events' : events.join(' '),
    oneLine(detail ?? '', 60),
  ]);
  return formatHeadedTable(stdout, ['ID', 'STATE', 'URL', 'EVENTS', ''], rows);
}

function deliveryTable(deliveries: readonly Delivery[], { stdout }: World): string {
  if (deliveries.length === 0) return 'Nothing was sent yet.';
  const rows = deliveries.map(({ id, type, state, attempts, lastResult, createdAt }) => [
    id,
    createdAt.slice(0, 19).replace('T', ' '),
    type,
    state,
    String(attempts),
    oneLine(lastResult ?? '', 60),
  ]);
  return formatHeadedTable(stdout, ['ID', 'AT', 'EVENT', 'STATE', 'TRIES', 'LAST ANSWER'], rows);
}
