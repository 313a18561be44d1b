import { isAlaasError, mix, type ProjectRound } from '@alaas/core';
import type { LiveHead, LiveRanking, LiveTraining } from '@alaas/engine';
import { type AgainPick, askAgain } from './ask-again.ts';
import { controlPlaces, nextControls } from './control-arm.ts';
import { learnerOf, type Snapshot, strategyOf } from './snapshot.ts';

export interface RoundAsk {
  readonly snapshot: Snapshot;
  readonly number: number;
  /** Undefined: none yet. */
  readonly head: LiveHead | undefined;
  /** The version before. */
  readonly previous?: LiveHead | undefined;
  readonly modelVersion: number;
  /** Items it should have. */
  readonly size: number;
  readonly at: number;
}

/** Settings under which a round is a random draw, and needs neither head nor strategy. */
export const drawnAtRandom = { controlShare: 1, strategy: 'random' } as const;

/** A round, and why its strategy could not be used where that is so. */
export interface MadeRound {
  readonly round: ProjectRound;
  /** Items that could be asked for, those of the round among them. */
  readonly open: number;
  readonly failure: unknown;
}

/**
 * Chooses the next items: the control arm's draws in their places, the strategy's between them. Where the strategy fails or
 * has no more, the control arm goes on, so that there is always something to label. The same ask gives the same round.
 *
 * @throws AlaasError `CANCELLED`
 */
export async function makeRound(ask: RoundAsk, signal: AbortSignal): Promise<MadeRound> {
  const { snapshot, number, modelVersion } = ask;
  const { setting, pool, order, sequence, known } = snapshot;
  const { settings, version } = setting;
  const answered = new Uint8Array(order.size);
  // labelled with many others: not to be chosen, but to be drawn
  const unchecked = new Uint8Array(order.size);
  for (const { item, isBulk } of known) {
    const position = pool.positionOf(item);
    if (position === undefined || position >= order.size) continue;
    answered[position] = 1;
    if (isBulk) unchecked[position] = 1;
  }
  const isDrawn = (position: number): boolean => answered[position] === 1 && unchecked[position] === 0;
  const isAnswered = (position: number): boolean => answered[position] === 1;
  let open = 0;
  for (const position of order.order) open += isAnswered(position) ? 0 : 1;
  const size = Math.min(ask.size, open);
  const places = controlPlaces(size, settings.controlShare, {
    asked: known.filter(({ arm }) => arm === 'control' || arm === 'strategy').length,
    controls: known.filter(({ arm }) => arm === 'control').length,
  });
  const drawn = nextControls(order, isDrawn, places.filter(Boolean).length);
  const candidates = new Uint8Array(order.size);
  for (const position of order.order) {
    const isTest = (order.testPlaces[position] as number) < settings.testShare;
    if (!isTest && !isAnswered(position)) candidates[position] = 1;
  }
  for (const position of drawn) candidates[position] = 0;
  const seed = mix(settings.seed, number);
  const again = await askAgain({ snapshot, head: ask.head, candidates, count: size - drawn.length }, signal);
  const wanted = again.filter((pick) => pick === undefined).length;
  const { ranking, failure } = await rank(ask, { candidates, budget: wanted, seed }, signal);
  const items = interleave(places, ranking, { drawn, again });
  if (items.length < size) {
    const inRound = new Set(items.map(({ position }) => position));
    const more = nextControls(order, (position) => isDrawn(position) || inRound.has(position), size - items.length);
    items.push(...more.map((position) => ({ position, arm: 'control' as const })));
  }
  const strategy = { ...strategyOf(setting), ...(ranking && { type: ranking.strategy }) };
  const { learner, options } = learnerOf(setting);
  return {
    failure,
    open,
    round: {
      number,
      at: new Date(ask.at).toISOString(),
      pool: { items: order.size, digest: pool.digest(order.size) },
      sequence,
      model: { ...pool.model },
      modelVersion,
      learner: { type: learner, options },
      strategy: { type: strategy.type, options: strategy.options, wrap: [...(strategy.wrap ?? [])] },
      version,
      seed,
      items: items.map(({ position, ...rest }) => ({ item: pool.id(position), ...rest })),
    },
  };
}

interface RankPart {
  readonly candidates: Uint8Array;
  readonly budget: number;
  readonly seed: number;
}

async function rank(
  { snapshot, head, previous }: RoundAsk,
  part: RankPart,
  signal: AbortSignal,
): Promise<{ readonly ranking: LiveRanking | undefined; readonly failure: unknown }> {
  const { pool, setting, training } = snapshot;
  if (part.budget < 1 || !part.candidates.includes(1)) return { ranking: undefined, failure: undefined };
  const strategy = strategyOf(setting);
  const ask = { ...part, training: training ?? whereLabelled(snapshot), head, ...(previous && { previous }) };
  try {
    return { ranking: await pool.rank({ ...ask, strategy }, signal), failure: undefined };
  } catch (error) {
    if (signal.aborted) throw error;
    // before there is a head, a strategy that needs one has to wait for it
    if (head !== undefined || strategy.type === 'auto' || !isAlaasError(error)) {
      return { ranking: undefined, failure: error };
    }
    try {
      return {
        ranking: await pool.rank({ ...ask, strategy: { type: 'auto', options: {} } }, signal),
        failure: undefined,
      };
    } catch (failure) {
      if (signal.aborted) throw failure;
      return { ranking: undefined, failure };
    }
  }
}

/** For answers that teach no head: where there is one, which strategies that look at the pool want to know. */
function whereLabelled({ known, pool, order, setting }: Snapshot): LiveTraining | undefined {
  const positions = known
    .flatMap(({ item }) => pool.positionOf(item) ?? [])
    .filter((position) => position < order.size);
  if (positions.length === 0) return undefined;
  return {
    positions: Uint32Array.from(positions),
    labels: new Int32Array(positions.length),
    classes: ['answered'],
    ...learnerOf(setting),
    seed: setting.settings.seed,
  };
}

interface PlacedItem {
  readonly position: number;
  readonly arm: 'strategy' | 'control' | 'again';
  readonly utility?: number;
}

/** Where one side has no more, the other one moves up. */
function interleave(
  places: readonly boolean[],
  ranking: LiveRanking | undefined,
  { drawn, again }: { readonly drawn: readonly number[]; readonly again: readonly (AgainPick | undefined)[] },
): PlacedItem[] {
  const chosen = Array.from(ranking?.positions ?? [], (position, i) => ({
    position,
    arm: 'strategy' as const,
    utility: ranking?.utilities[i] as number,
  }));
  const picks = again.flatMap((pick): PlacedItem[] => {
    const placed = pick === undefined ? chosen.shift() : { ...pick, arm: 'again' as const };
    return placed === undefined ? [] : [placed];
  });
  const draws: PlacedItem[] = drawn.map((position) => ({ position, arm: 'control' }));
  const items: PlacedItem[] = [];
  for (const isControl of places) {
    const next = isControl ? (draws.shift() ?? picks.shift()) : (picks.shift() ?? draws.shift());
    if (next !== undefined) items.push(next);
  }
  return items;
}
