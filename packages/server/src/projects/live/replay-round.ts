import { isAlaasError, type ProjectRound, type Replay } from '@alaas/core';
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
  const differences: string[] = [];
  if (round.pool.items > pool.size) {
    differences.push(`The pool has ${pool.size} items with features, and had ${round.pool.items}.`);
    return { round, items: [], isSame: false, differences };
  }
  if (pool.digest(round.pool.items) !== round.pool.digest) {
    differences.push(`The first ${round.pool.items} items of the pool are others now.`);
  }
  if (pool.model.digest !== round.model.digest) {
    differences.push(`The items' features are of ${pool.model.name} (${pool.model.digest}) now.`);
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
    differences.push(
      `Version ${round.modelVersion} of the head cannot be made again: its answers teach none any more.`,
    );
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
  differences.push(...compare(round.items, items));
  if (isAlaasError(made.failure)) differences.push(`The strategy failed: ${made.failure.message}`);
  return { round, items, isSame: differences.length === 0, differences };
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

function compare(then: ProjectRound['items'], now: ProjectRound['items']): string[] {
  const found: string[] = [];
  for (let place = 0; place < Math.max(then.length, now.length); place++) {
    const [a, b] = [then[place], now[place]];
    if (a?.item !== b?.item) {
      found.push(`Place ${place + 1} was ${a?.item ?? 'not there'}, and is ${b?.item ?? 'not there'}.`);
    } else if (a?.arm !== b?.arm || a?.utility !== b?.utility) {
      found.push(`${a?.item} was of ${a?.arm} with utility ${a?.utility}, and is of ${b?.arm} with ${b?.utility}.`);
    }
  }
  if (found.length <= NAMED) return found;
  return [...found.slice(0, NAMED), `${found.length - NAMED} more places differ.`];
}
