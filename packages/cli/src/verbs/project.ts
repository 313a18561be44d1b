import type { Project, ProjectVersion } from '@alaas/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { list, share, wholeNumber } from '../flag-values.ts';
import { type DefinitionFlags, newProject, projectChange, setting } from '../project/definition.ts';
import { openRemote, print, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatHeadedTable } from '../terminal/heading-table.ts';
import { formatCount } from '../terminal/numbers.ts';
import { paint } from '../terminal/paint.ts';
import { oneLine } from '../terminal/plain.ts';
import { formatTable } from '../terminal/table.ts';
import type { World } from '../world.ts';
import { addProgress } from './project-progress.ts';

type Flags = RemoteFlags & DefinitionFlags;

/** `alaas project`: what people are asked, about which items, and how it is going. */
export function addProject(program: Command, world: World, end: (code: ExitCode) => void): void {
  const group = program
    .command('project')
    .description('Make, list, change and follow projects: what people are asked.');
  group.addHelpText(
    'after',
    `
Examples:
  ${world.command} project create spam --dataset sms --labels spam,ham
  ${world.command} project create project.yml
  ${world.command} project change spam --labels spam,ham,unsure --set controlShare=0.2
  ${world.command} project metrics spam`,
  );
  withDefinition(
    withRemoteFlags(
      group.command('create').argument('<id or file>', 'id of the project, or a YAML file that describes it'),
    )
      .description('Make a project on a dataset.')
      .option('--dataset <id>', 'dataset whose items are labelled')
      .option('--task <task>', 'single-label, multi-label, pairwise, spans or boxes (default: single-label)'),
  ).action(async (given: string, flags: Flags) => {
    const definition = await newProject(given, flags, world.cwd);
    const project = await (await openRemote(flags, world)).projects.create(definition, { signal: world.interrupted });
    print(world, flags, project, () => `Made project ${project.id}.\nNext: ${world.command} label ${project.id}`);
    end(0);
  });
  withRemoteFlags(group.command('list').description('List the projects that you may see.')).action(
    async (flags: RemoteFlags) => {
      const projects = await (await openRemote(flags, world)).projects.list({ signal: world.interrupted });
      print(world, flags, projects, () => table(projects, world));
      end(0);
    },
  );
  of('show', 'Show the settings of a project.').action(async (id: string, flags: RemoteFlags) => {
    const project = await (await openRemote(flags, world)).project(id).get({ signal: world.interrupted });
    print(world, flags, project, () => show(project, world));
    end(0);
  });
  withDefinition(of('change', 'Change the settings of a project; every change is a new version.')).action(
    async (id: string, flags: Flags) => {
      const client = (await openRemote(flags, world)).project(id);
      const before = await client.get({ signal: world.interrupted });
      const change = await projectChange(before, flags, world.cwd);
      const project = await client.update(change, { version: before.version, signal: world.interrupted });
      print(world, flags, project, () => `Project ${id} is at version ${project.version}.`);
      end(0);
    },
  );
  of('delete', 'Delete a project with its answers; its dataset stays.').action(
    async (id: string, flags: RemoteFlags) => {
      await (await openRemote(flags, world)).project(id).delete({ signal: world.interrupted });
      print(world, flags, { deleted: id }, () => `Deleted project ${id}.`);
      end(0);
    },
  );
  of('versions', 'List the versions of the settings, the newest first.').action(
    async (id: string, flags: RemoteFlags) => {
      const versions = await (await openRemote(flags, world)).project(id).versions({ signal: world.interrupted });
      print(world, flags, versions, () => versionTable(versions, world));
      end(0);
    },
  );
  addProgress(group, world, end);

  function of(name: string, description: string): Command {
    return withRemoteFlags(group.command(name).argument('<project>', 'id of the project').description(description));
  }
}

function withDefinition(command: Command): Command {
  return command
    .option('--name <name>', 'for people (default: the id)')
    .option('--labels <names>', 'labels, with commas between', list)
    .option('--guidelines <file>', 'Markdown for annotators')
    .option('-s, --strategy <name>', 'query strategy (default: auto)')
    .option('--learner <name>', 'trains the head (default: softmax-regression)')
    .option('--batch <n>', 'items that one round chooses (default: 10)', wholeNumber)
    .option('--overlap <n>', 'answers that a record needs (default: 1)', wholeNumber)
    .option('--target <p>', 'accuracy to reach, for the forecast (default: none)', share)
    .option('--set <key=value>', 'any other setting, such as controlShare=0.2; repeat for more', setting);
}

function table(projects: readonly Project[], { stdout, command }: World): string {
  if (projects.length === 0)
    return `No project yet. Make one: ${command} project create NAME --dataset ID --labels A,B`;
  const rows = projects.map(({ id, task, dataset, labels, version, createdAt }) => [
    id,
    task,
    dataset,
    String(version),
    createdAt.slice(0, 10),
    oneLine(labels.map(({ name }) => name).join(', '), 40),
  ]);
  return formatHeadedTable(stdout, ['ID', 'TASK', 'DATASET', 'VERSION', 'MADE', 'LABELS'], rows);
}

function show(project: Project, { stdout }: World): string {
  const { id, name, labels, guidelines, createdAt, ...settings } = project;
  const rows = Object.entries(settings).map(([key, value]) => [
    `  ${key}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const labelRows = labels.map((label, i) => [
    `  ${label.name}`,
    label.key ?? String(i + 1),
    oneLine(label.description, 60),
  ]);
  return [
    `${paint(stdout, 'bold', id)}${name === undefined || name === id ? '' : `  ${oneLine(name, 80)}`}  (made ${createdAt.slice(0, 10)})`,
    formatTable(rows),
    ...(labels.length === 0 ? [] : [formatHeadedTable(stdout, ['  LABEL', 'KEY', 'WHEN'], labelRows)]),
    ...(guidelines === '' ? [] : ['', guidelines.trim()]),
  ].join('\n');
}

function versionTable(versions: readonly ProjectVersion[], { stdout }: World): string {
  const rows = versions.map(({ version, at, by, settings }, i) => [
    String(version),
    at.slice(0, 19).replace('T', ' '),
    by,
    changedKeys(settings, versions[i + 1]?.settings),
  ]);
  return formatHeadedTable(stdout, ['VERSION', 'AT', 'BY', 'CHANGED'], rows);
}

function changedKeys(settings: object, before: object | undefined): string {
  if (before === undefined) return '-';
  const old = new Map(Object.entries(before));
  const changed = Object.entries(settings).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(old.get(key)),
  );
  return changed.length > 6 ? `${formatCount(changed.length)} settings` : changed.map(([key]) => key).join(', ') || '-';
}
