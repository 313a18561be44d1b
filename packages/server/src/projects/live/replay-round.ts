import { isAlaasError, type ProjectRound, type Replay, type ReplayChange } from '@alaas/core';
import type { LiveHead, LivePool } from '@alaas/engine';
import type { ModelStore } from '../../database/model-table.ts';
import type { KnownAnswers } from '../known-answers.ts';
import { drawnAtRandom, makeRound } from './make-round.ts';
import { orderPool, type PoolOrder } from './pool-order.ts';
import type { ProjectSetting, ProjectSource } from './project-source.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';

export interface ReplayOptions {
  readonly project: string;
  readonly pool: LivePool;
  readonly source: Pick<ProjectSource, 'read' | 'excluded'>;
  readonly answers: KnownAnswers;
  readonly models: Pick<ModelStore, 'get' | 'before'>;
  readonly pause: () => Promise<void>;
}

/** Differences that are named one by one. */
const NAMED = 10;

/**
 * Makes a round again from what it followed from: the answers known then, the settings of then, the first items of the pool;
 * its head is fitted again from the answers that had taught it.
 *
 * @throws AlaasError what the learner and the strategy throw, `CANCELLED`
 */
export async function replayRound(round: ProjectRound, options: ReplayOptions, signal: AbortSignal): Promise<Replay> {
  const { project, pool, source } = options;
  const setting = await settingOf(project, round, source);
  const changes: ReplayChange[] = [];
  if (round.pool.items > pool.size) {
    changes.push({ code: 'fewer-items', items: pool.size, were: round.pool.items });
    return { round, items: [], isSame: false, differences: changes.map(sayChange), changes };
  }
  if (pool.digest(round.pool.items) !== round.pool.digest) {
    changes.push({ code: 'other-items', items: round.pool.items });
  }
  if (pool.model.digest !== round.model.digest) {
    changes.push({ code: 'other-features', model: pool.model.name, digest: pool.model.digest });
  }
  const whole = await orderPool(pool, setting.settings.seed, options.pause);
  const order = firstOf(whole, round.pool.items);
  const past = async (sequence: number, as: ProjectSetting): Promise<Snapshot> =>
    snapshotOf({
      setting: as,
      pool,
      order,
      sequence,
      known: await options.answers.at(project, sequence),
      excluded: await source.excluded(project, sequence),
    });
  const snapshot = await past(round.sequence, setting);
  const [head, previous] = await headsOf(round.modelVersion, { ...options, setting, past }, signal);
  if (round.modelVersion > 0 && head === undefined) {
    changes.push({ code: 'no-head', version: round.modelVersion });
  }
  const made = await makeRound(
    {
      snapshot,
      number: round.number,
      head,
      previous,
      modelVersion: round.modelVersion,
      size: round.items.length,
      at: Date.parse(round.at),
    },
    signal,
  );
  const { items } = made.round;
  changes.push(...compare(round.items, items));
  if (isAlaasError(made.failure)) {
    changes.push({ code: 'strategy-failed', error: made.failure.code, detail: made.failure.message });
  }
  return { round, items, isSame: changes.length === 0, differences: changes.map(sayChange), changes };
}

/** Where no item was the strategy's, whether because it failed or was not waited for, the round was a random draw. */
async function settingOf(
  project: string,
  { version, items }: ProjectRound,
  source: ReplayOptions['source'],
): Promise<ProjectSetting> {
  const setting = await source.read(project, version);
  const isDrawn = items.every(({ arm }) => arm === 'control');
  return isDrawn ? { ...setting, settings: { ...setting.settings, ...drawnAtRandom } } : setting;
}

/** The order of a pool when it had fewer items. */
function firstOf(order: PoolOrder, size: number): PoolOrder {
  if (order.size === size) return order;
  return {
    size,
    order: order.order.filter((position) => position < size),
    places: order.places.subarray(0, size),
    testPlaces: order.testPlaces.subarray(0, size),
    otherPlaces: order.otherPlaces.subarray(0, size),
  };
}

interface Fitting extends ReplayOptions {
  readonly setting: ProjectSetting;
  readonly past: (sequence: number, as: ProjectSetting) => Promise<Snapshot>;
}

/** The head of a version and that of the version before it, each fitted again. */
async function headsOf(
  version: number,
  { project, models, pool, setting, past }: Fitting,
  signal: AbortSignal,
): Promise<[LiveHead | undefined, LiveHead | undefined]> {
  const fit = async (sequence: number | undefined): Promise<LiveHead | undefined> => {
    if (sequence === undefined) return undefined;
    const { training } = await past(sequence, setting);
    return training && (await pool.train(training, signal));
  };
  if (version === 0) return [undefined, undefined];
  const own = await models.get(project, version);
  const before = await models.before(project, version);
  return [await fit(own?.sequence), await fit(before?.sequence)];
}

function compare(then: ProjectRound['items'], now: ProjectRound['items']): ReplayChange[] {
  const found: ReplayChange[] = [];
  for (let place = 0; place < Math.max(then.length, now.length); place++) {
    const [was, is] = [then[place], now[place]];
    if (was?.item !== is?.item) {
      found.push({
        code: 'other-item',
        place: place + 1,
        ...(was === undefined ? {} : { was: was.item }),
        ...(is === undefined ? {} : { is: is.item }),
      });
    } else if (was !== undefined && is !== undefined && (was.arm !== is.arm || was.utility !== is.utility)) {
      const { item, ...wasPlaced } = was;
      const { item: _, ...isPlaced } = is;
      found.push({ code: 'other-utility', item, was: wasPlaced, is: isPlaced });
    }
  }
  if (found.length <= NAMED) return found;
  return [...found.slice(0, NAMED), { code: 'more-places', places: found.length - NAMED }];
}

/** A change as a sentence. */
function sayChange(change: ReplayChange): string {
  switch (change.code) {
    case 'fewer-items':
      return `The pool has ${change.items} items with features, and had ${change.were}.`;
    case 'other-items':
      return `The first ${change.items} items of the pool are others now.`;
    case 'other-features':
      return `The items' features are of ${change.model} (${change.digest}) now.`;
    case 'no-head':
      return `Version ${change.version} of the head cannot be made again: its answers teach none any more.`;
    case 'other-item':
      return `Place ${change.place} was ${change.was ?? 'not there'}, and is ${change.is ?? 'not there'}.`;
    case 'other-utility': {
      const { item, was, is } = change;
      return `${item} was of ${was.arm} with utility ${was.utility}, and is of ${is.arm} with ${is.utility}.`;
    }
    case 'more-places':
      return `${change.places} more places differ.`;
    case 'strategy-failed':
      return `The strategy failed: ${change.detail}`;
  }
}
