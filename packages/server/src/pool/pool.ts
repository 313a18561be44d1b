import { randomUUID } from 'node:crypto';
import {
  AlaasError,
  type AnswerValue,
  type BulkResult,
  type Neighbour,
  type PoolItems,
  type PoolQuery,
  type poolMapSchema,
} from '@alaas/core';
import type { z } from 'zod';
import type { ProjectStore } from '../database/project-store.ts';
import type { Caller } from '../projects/caller.ts';
import type { Choices } from '../projects/choices.ts';
import { headKindOf } from '../projects/live/labelled-items.ts';
import type { LiveProjects } from '../projects/live/live-projects.ts';
import type { ProjectEvents } from '../projects/project-events.ts';
import type { ProjectWork, SettingsMemory } from '../projects/work.ts';
import { labelInBulk, takeBackBulk } from './bulk-labels.ts';
import { type BulkDone, changeExclusions } from './exclusions.ts';
import type { Layouts } from './layouts.ts';
import { neighboursOf } from './neighbours.ts';
import { createPoolMaps } from './pool-map.ts';
import { poolPage } from './pool-page.ts';
import { type PoolView, poolView } from './pool-view.ts';
import { createRecordStates } from './record-states.ts';
import { createSearches } from './searches.ts';

/** Which neighbours are wanted, and by whom. */
export interface NeighboursAsk {
  readonly n: number;
  /** Default: all. */
  readonly labelled?: boolean | undefined;
  /** Whether the caller may see more than agreed answers that nobody is to be asked for. */
  readonly seesAll: boolean;
}

/** Looking at whole pools, and changing many items at once. Whether the caller may is checked before. */
export interface Pool {
  /** @throws AlaasError `NOT_FOUND`, `NOT_READY` while the pool is loaded, `INVALID_REQUEST`, `CANCELLED` */
  page(project: string, query: PoolQuery, signal: AbortSignal): Promise<PoolItems>;
  /** @throws AlaasError `NOT_FOUND`, `NOT_READY`, `CANCELLED` */
  map(project: string, have: string | undefined, signal: AbortSignal): Promise<z.output<typeof poolMapSchema>>;
  /** @throws AlaasError `NOT_FOUND` also for an item that is not in the pool, `NOT_READY`, `CANCELLED` */
  neighbours(project: string, item: string, ask: NeighboursAsk, signal: AbortSignal): Promise<Neighbour[]>;
  /** Kept when it returns. @throws AlaasError `NOT_FOUND` */
  exclude(project: string, caller: Caller, items: readonly string[], isExcluded: boolean): Promise<BulkResult>;
  /** Kept when it returns. @throws AlaasError `NOT_FOUND`, `INVALID_ANSWER` */
  label(project: string, caller: Caller, items: readonly string[], value: AnswerValue | null): Promise<BulkResult>;
}

export interface PoolOptions {
  readonly store: ProjectStore;
  readonly settings: SettingsMemory;
  readonly live: Pick<LiveProjects, 'get'>;
  /** The side of a project that knows its pool, as the queue sees it. */
  readonly choices: (project: string) => Choices | Promise<Choices>;
  readonly layouts: Layouts;
  readonly events: Pick<ProjectEvents, 'emit'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Lets other work have the thread. */
  readonly pause: () => Promise<void>;
  readonly newId?: () => string;
}

/** Items changed in one transaction: others in the project wait no longer than for that many. */
const PART = 500;

export function createPool(options: PoolOptions): Pool {
  const { store, settings, live, layouts, events, now, pause, newId = randomUUID } = options;
  const states = createRecordStates({ store, now, pause });
  const maps = createPoolMaps(layouts);
  const searches = createSearches();
  return {
    async page(project, query, signal) {
      const { view, choices } = await look(project);
      return await poolPage(view, query, {
        project,
        isTest: (item) => choices.isTest(item),
        search: (text) => searches.find(view.pool, text, signal),
        pause: async () => {
          await pause();
          signal.throwIfAborted();
        },
      });
    },
    async map(project, have, signal) {
      const { view, choices } = await look(project);
      return await maps.of({ view, kind: headKindOf(choices.setting.settings), have, signal });
    },
    async neighbours(project, item, ask, signal) {
      const { view, choices } = await look(project);
      const asksAgain = choices.setting.settings.relabel;
      return await neighboursOf(view, item, { ...ask, project, asksAgain, signal });
    },
    exclude: (project, caller, items, isExcluded) =>
      inParts(project, items, (work, part) => changeExclusions(work, { items: part, isExcluded, person: caller.id })),
    label: (project, caller, items, value) =>
      inParts(project, items, (work, part) =>
        value === null
          ? takeBackBulk(work, { items: part, person: caller.id }, newId)
          : labelInBulk(work, { items: part, value, person: caller.id }, newId),
      ),
  };

  async function look(project: string): Promise<{ view: PoolView; choices: Awaited<ReturnType<typeof live.get>> }> {
    const choices = await live.get(project);
    return { choices, view: await poolView(choices, await states.read(project), pause) };
  }

  async function inParts(
    project: string,
    items: readonly string[],
    run: (work: ProjectWork, part: readonly string[]) => Promise<BulkDone>,
  ): Promise<BulkResult> {
    const nul = items.find((item) => item.includes('\0'));
    if (nul !== undefined) throw new AlaasError('INVALID_REQUEST', 'An id holds a NUL character, which none may.');
    const chosen = await options.choices(project);
    const all = [...new Set(items)];
    let [changed, known] = [0, 0];
    const failed: BulkResult['failed'] = [];
    for (let start = 0; start < all.length; start += PART) {
      const done = await store.inProject(project, async (data) => {
        const read = await settings.read(project, data);
        return await run({ project, data, ...read, choices: chosen, now: now() }, all.slice(start, start + PART));
      });
      for (const event of done.events) events.emit(event);
      changed += done.result.changed;
      known += done.result.known;
      failed.push(...done.result.failed);
    }
    return { changed, known, failed };
  }
}
