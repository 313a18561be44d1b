import { check } from '@alaas/core';
import { annotationKey } from './annotation.ts';
import { type Refused, refusalOf } from './refused.ts';
import { type LabelStudioTask, taskSchema, type WebhookRequest } from './requests.ts';
import type { SentAnnotation } from './take-annotations.ts';

/** What an action of Label Studio asks for. */
export type WebhookWork =
  | { readonly kind: 'annotations'; readonly sent: readonly SentAnnotation[] }
  | { readonly kind: 'deleted'; readonly keys: readonly string[] }
  | { readonly kind: 'tasks'; readonly tasks: readonly LabelStudioTask[]; readonly refused: readonly Refused[] }
  | { readonly kind: 'train' }
  /** Known, and nothing to do. */
  | { readonly kind: 'noted' };

/**
 * What to do for an action; undefined: the action is not known. Deletions come in two spellings: Label Studio sends one, its
 * SDK listens for the other. Lists come under the names of single things, too.
 */
export function webhookWork(body: WebhookRequest): WebhookWork | undefined {
  const { action } = body;
  switch (action) {
    case 'ANNOTATION_CREATED':
    case 'ANNOTATIONS_CREATED':
    case 'ANNOTATION_UPDATED':
    case 'ANNOTATIONS_UPDATED':
      return { kind: 'annotations', sent: withTasks(listIn(body, 'annotation'), listIn(body, 'task')) };
    case 'ANNOTATION_DELETED':
    case 'ANNOTATIONS_DELETED':
      return { kind: 'deleted', keys: listIn(body, 'annotation').flatMap(keyIn) };
    case 'TASK_CREATED':
    case 'TASKS_CREATED':
      return { kind: 'tasks', ...readTasks(listIn(body, 'task')) };
    case 'START_TRAINING':
      return { kind: 'train' };
    case 'TASK_DELETED':
    case 'TASKS_DELETED':
    case 'PROJECT_CREATED':
    case 'PROJECT_UPDATED':
    case 'PROJECT_DELETED':
    case 'LABEL_LINK_CREATED':
    case 'LABEL_LINK_UPDATED':
    case 'LABEL_LINK_DELETED':
      return { kind: 'noted' };
    default:
      return undefined;
  }
}

/** What a webhook tells of the Label Studio project. */
export function projectIn({ project }: WebhookRequest): { readonly number: unknown; readonly config?: string } {
  const config = fieldOf(project, 'label_config');
  return {
    number: fieldOf(project, 'id') ?? project,
    ...(typeof config === 'string' && config !== '' ? { config } : {}),
  };
}

/** One thing or a list of them, under its name or the plural. */
function listIn(body: WebhookRequest, name: 'annotation' | 'task'): unknown[] {
  return [body[`${name}s`], body[name]].flat().filter((value) => value !== undefined && value !== null);
}

/** Annotations name their task by number; in a list without numbers both have the same place. */
function withTasks(annotations: readonly unknown[], tasks: readonly unknown[]): SentAnnotation[] {
  const byId = new Map(tasks.map((task) => [idOf(task), task]));
  return annotations.map((annotation, place) => {
    const named = fieldOf(annotation, 'task');
    if (typeof named === 'object' && named !== null) return { annotation, task: named };
    if (named !== undefined && named !== null) return { annotation, task: byId.get(String(named)) };
    return { annotation, task: tasks.length === annotations.length ? tasks[place] : undefined };
  });
}

function readTasks(given: readonly unknown[]): { tasks: LabelStudioTask[]; refused: Refused[] } {
  const refused: Refused[] = [];
  const tasks = given.flatMap((one) => {
    try {
      return [check(taskSchema, one, 'the task', 'INVALID_REQUEST')];
    } catch (error) {
      refused.push(refusalOf(error, one));
      return [];
    }
  });
  return { tasks, refused };
}

function keyIn(annotation: unknown): string[] {
  const id = idOf(annotation);
  return id === undefined ? [] : [annotationKey(id)];
}

/** Of an object, or of a bare number. */
function idOf(given: unknown): string | undefined {
  const id = typeof given === 'object' ? fieldOf(given, 'id') : given;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined;
}

function fieldOf(given: unknown, key: string): unknown {
  return typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[key] : undefined;
}
