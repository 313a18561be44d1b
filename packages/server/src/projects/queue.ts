import { randomUUID } from 'node:crypto';
import type { leasesHeldSchema, Next, ResponsesResult, undoneSchema } from '@alaas/core';
import type { z } from 'zod';
import type { WriteOptions } from '../database/connection.ts';
import type { ProjectStore } from '../database/project-store.ts';
import type { Caller } from './caller.ts';
import type { Choices } from './choices.ts';
import { extendLeases, returnLeases } from './leases.ts';
import { nextLeases } from './next.ts';
import type { ProjectEvent, ProjectEvents } from './project-events.ts';
import { createQueueMemory } from './queue-memory.ts';
import { takeResponses } from './responses.ts';
import { redo, undo } from './undo.ts';
import type { ProjectWork, SettingsMemory } from './work.ts';

type Undone = z.output<typeof undoneSchema>;

/** The label queue of all projects. Whether the caller may take part is checked before. */
export interface Queue {
  /** @throws AlaasError `NOT_FOUND` */
  next(project: string, caller: Caller, asked: { readonly n: number; readonly anyway: boolean }): Promise<Next>;
  /** Each answer has an outcome of its own. Kept when it returns. @throws AlaasError `NOT_FOUND` */
  respond(project: string, caller: Caller, items: readonly unknown[]): Promise<ResponsesResult>;
  /** @throws AlaasError `NOT_FOUND` */
  heartbeat(
    project: string,
    caller: Caller,
    leases: { readonly leases: readonly string[]; readonly seen: readonly string[] },
  ): Promise<z.output<typeof leasesHeldSchema>>;
  /** @throws AlaasError `NOT_FOUND` */
  giveBack(project: string, caller: Caller, leases: readonly string[]): Promise<void>;
  /** @throws AlaasError `NOT_FOUND` */
  undo(project: string, caller: Caller, n: number): Promise<Undone>;
  /** @throws AlaasError `NOT_FOUND`, `INVALID_ANSWER` */
  redo(project: string, caller: Caller, n: number): Promise<Undone>;
}

export interface QueueOptions {
  readonly store: ProjectStore;
  /** Shared with whoever else reads settings. */
  readonly settings: SettingsMemory;
  /** The side that knows the model; opened where it is not. */
  readonly choices: (project: string) => Choices | Promise<Choices>;
  readonly events: Pick<ProjectEvents, 'emit'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId?: () => string;
}

/** Leases: a power cut may take the last of them, and an answer without its lease is taken all the same. */
const passing: WriteOptions = { isLasting: false };

export function createQueue({ store, settings, choices, events, now, newId = randomUUID }: QueueOptions): Queue {
  const memory = createQueueMemory();
  return {
    next: (project, caller, asked) =>
      inWork(project, (work) => nextLeases(work, caller.id, asked, { memory, newId }), passing),
    async respond(project, caller, items) {
      const taken = await inWork(project, (work) => takeResponses(work, caller.id, items, newId));
      return tell(taken).result;
    },
    heartbeat: (project, caller, leases) => inWork(project, (work) => extendLeases(work, caller.id, leases), passing),
    giveBack: (project, caller, leases) => inWork(project, (work) => returnLeases(work, caller.id, leases), passing),
    async undo(project, caller, n) {
      const undone = await inWork(project, (work) => undo(work, caller.id, n, newId));
      return { responses: tell(undone).responses };
    },
    async redo(project, caller, n) {
      const redone = await inWork(project, (work) => redo(work, caller.id, n, newId));
      return { responses: tell(redone).responses };
    },
  };

  async function inWork<T>(project: string, run: (work: ProjectWork) => Promise<T>, how?: WriteOptions): Promise<T> {
    const chosen = await choices(project);
    return await store.inProject(
      project,
      async (data) => {
        const known = await settings.read(project, data);
        return await run({ project, data, ...known, choices: chosen, now: now() });
      },
      how,
    );
  }

  function tell<T extends { readonly events: readonly ProjectEvent[] }>(done: T): T {
    for (const event of done.events) events.emit(event);
    return done;
  }
}
