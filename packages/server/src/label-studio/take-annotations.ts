import { AlaasError, check } from '@alaas/core';
import type { PeopleStore } from '../database/people-table.ts';
import type { ProjectStore } from '../database/project-store.ts';
import type { Choices } from '../projects/choices.ts';
import type { ProjectEvents } from '../projects/project-events.ts';
import type { SettingsMemory } from '../projects/work.ts';
import { type ReadAnnotation, readAnnotation } from './annotation.ts';
import type { Connection } from './connection.ts';
import { type EnteredAnnotations, enterAnnotations, removeAnnotations } from './enter-annotations.ts';
import { type Refused, refusalOf } from './refused.ts';
import { taskSchema } from './requests.ts';
import { type TakingTasks, takeTasks } from './take-tasks.ts';
import { taskContent } from './task-content.ts';
import type { ReadTask } from './task-items.ts';

/** An annotation as it was sent, with its task. */
export interface SentAnnotation {
  readonly annotation: unknown;
  readonly task: unknown;
}

/** What became of annotations. */
export interface TakenAnnotations extends Omit<EnteredAnnotations, 'events'> {
  /** Items that were added to the dataset. */
  readonly added: number;
  readonly refused: readonly Refused[];
}

export interface AnnotationTakerOptions {
  readonly store: ProjectStore;
  readonly settings: SettingsMemory;
  readonly people: Pick<PeopleStore, 'person'>;
  readonly choices: (project: string) => Promise<Choices>;
  readonly events: Pick<ProjectEvents, 'emit'>;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface TakingAnnotations extends TakingTasks {
  /** Undefined: the label config is not known. */
  readonly connection: Connection | undefined;
  readonly hostname: string | undefined;
  /** Whether the caller may say what is true. */
  readonly maySetGold: boolean;
}

/** Puts the annotations of Label Studio among the answers of a project. */
export interface AnnotationTaker {
  /** Each is judged by itself; what is not refused is on disk when it returns. */
  take(sent: readonly SentAnnotation[], taking: TakingAnnotations): Promise<TakenAnnotations>;
  /** Takes answers back. @param keys of the annotations */
  remove(project: string, keys: readonly string[]): Promise<TakenAnnotations>;
}

interface Readable extends ReadTask {
  readonly sent: SentAnnotation;
  readonly read: ReadAnnotation;
}

export function createAnnotationTaker(options: AnnotationTakerOptions): AnnotationTaker {
  const { store, settings, people, choices, events, now, newId } = options;
  return {
    async take(sent, taking) {
      const { project } = taking;
      const { task } = await store.read(project, (data) => settings.read(project, data));
      const refused: Refused[] = [];
      const readable = sent.flatMap((one): Readable[] => {
        try {
          return [read(one, { ...taking, type: task })];
        } catch (error) {
          refused.push(refusalOf(error, one.annotation));
          return [];
        }
      });
      const { items, added, refused: unplaced } = await takeTasks(readable, taking);
      const placed = readable.flatMap(({ read: annotation }, i) =>
        items[i] === undefined ? [] : [{ ...annotation, item: items[i] }],
      );
      const persons = await personsOf(placed.map(({ person }) => person));
      const entered = await inWork(project, (work) =>
        enterAnnotations(
          work,
          placed.map((one) => ({ ...one, person: persons.get(one.person) ?? one.person })),
          newId,
        ),
      );
      return { ...entered, added, refused: [...refused, ...unplaced] };
    },
    async remove(project, keys) {
      const removed = await inWork(project, (work) => removeAnnotations(work, keys, newId));
      return { ...removed, added: 0, refused: [] };
    },
  };

  async function inWork(
    project: string,
    run: (work: Parameters<typeof enterAnnotations>[0]) => Promise<EnteredAnnotations>,
  ): Promise<Omit<EnteredAnnotations, 'events'>> {
    const chosen = await choices(project);
    const { events: told, ...counts } = await store.inProject(project, async (data) => {
      const known = await settings.read(project, data);
      return await run({ project, data, ...known, choices: chosen, now: now() });
    });
    for (const event of told) events.emit(event);
    return counts;
  }

  /** Ids by name; people of Label Studio become persons when they first answer. */
  async function personsOf(names: readonly string[]): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for (const name of new Set(names)) ids.set(name, (await people.person(name, { id: name, at: now() })).id);
    return ids;
  }
}

type Reading = TakingAnnotations & { readonly type: Parameters<typeof readAnnotation>[1]['task'] };

function read(sent: SentAnnotation, { project, connection, hostname, maySetGold, type }: Reading): Readable {
  const task = check(taskSchema, sent.task, 'the task of the annotation', 'INVALID_REQUEST');
  const content = taskContent(task, { objects: connection?.objects, hostname });
  const { text } = content;
  const annotation = readAnnotation(sent.annotation, {
    project,
    task: type,
    control: connection?.control,
    text,
    meta: task.meta ?? {},
  });
  if (annotation.isGold && !maySetGold) {
    throw new AlaasError(
      'FORBIDDEN',
      `A ground truth becomes a gold item, which only admins of "${project}" set. Give Label Studio the token of an admin.`,
    );
  }
  return { sent, task, content, read: annotation };
}
