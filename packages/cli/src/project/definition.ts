import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import {
  AlaasError,
  check,
  type Project,
  type ProjectChange,
  type ProjectCreate,
  projectChangeSchema,
  projectCreateSchema,
  readYaml,
} from '@alaas/core';
import { parseOption } from '../query/request.ts';

/** Flags that say what a project is like. */
export interface DefinitionFlags {
  readonly name?: string;
  readonly dataset?: string;
  readonly labels?: readonly string[];
  readonly task?: string;
  readonly strategy?: string;
  readonly learner?: string;
  readonly batch?: number;
  readonly overlap?: number;
  readonly target?: number;
  readonly guidelines?: string;
  readonly set?: Readonly<Record<string, unknown>>;
}

/**
 * The project that a file, or an id, and the flags describe; the flags outrank the file.
 *
 * @param given id of the project, or a file that ends in .yml, .yaml or .json
 * @throws AlaasError `INVALID_REQUEST` with every problem at once
 */
export async function newProject(given: string, flags: DefinitionFlags, cwd: string): Promise<ProjectCreate> {
  const isFile = ['.yml', '.yaml', '.json'].includes(extname(given).toLowerCase());
  const written = isFile
    ? asObject(readYaml(await readText(given, cwd), given, 'INVALID_REQUEST'), given)
    : { id: given };
  const labels = flags.labels === undefined ? {} : { labels: flags.labels.map((name) => ({ name })) };
  const whole = { ...written, ...(await ofFlags(flags, cwd)), ...labels };
  check(projectCreateSchema, whole, isFile ? given : 'the project', 'INVALID_REQUEST');
  return whole as ProjectCreate;
}

/**
 * What the flags change. Labels that the project has keep their descriptions, colors and keys.
 *
 * @throws AlaasError `INVALID_REQUEST` with every problem at once, also when nothing is changed
 */
export async function projectChange(project: Project, flags: DefinitionFlags, cwd: string): Promise<ProjectChange> {
  const known = new Map(project.labels.map((label) => [label.name, label]));
  const labels = flags.labels === undefined ? {} : { labels: flags.labels.map((name) => known.get(name) ?? { name }) };
  const change = { ...(await ofFlags(flags, cwd)), ...labels };
  if (Object.keys(change).length === 0) {
    throw new AlaasError('INVALID_REQUEST', 'Say what to change: --labels, --batch, --set name=value and so on.');
  }
  check(projectChangeSchema, change, 'the change', 'INVALID_REQUEST');
  return change as ProjectChange;
}

/** `name=value` of --set; the value is JSON where it is JSON. */
export function setting(text: string, earlier: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return parseOption(text, earlier, '--set ');
}

async function ofFlags({ labels: _, set, guidelines, ...rest }: DefinitionFlags, cwd: string): Promise<object> {
  const names = ['name', 'dataset', 'task', 'strategy', 'learner', 'batch', 'overlap', 'target'] as const;
  const given = names.flatMap((name) => (rest[name] === undefined ? [] : [[name, rest[name]]]));
  return {
    ...Object.fromEntries(given),
    ...(guidelines === undefined ? {} : { guidelines: await readText(guidelines, cwd) }),
    ...set,
  };
}

async function readText(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new AlaasError('INVALID_REQUEST', `The file ${resolve(cwd, file)} cannot be read (${reason}).`, { cause });
  }
}

function asObject(value: unknown, name: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new AlaasError('INVALID_REQUEST', `${name} holds no project. Write at least "dataset: ID" and "labels:".`);
}
