import { createHash } from 'node:crypto';
import { type AnswerValue, answerKey, type Matrix, mixer, type poolMapSchema } from '@alaas/core';
import type { z } from 'zod';
import type { HeadKind } from '../projects/live/labelled-items.ts';
import type { Layout, LayoutReason, Layouts } from './layouts.ts';
import type { PoolView } from './pool-view.ts';

type PoolMap = z.output<typeof poolMapSchema>;

export interface MapAsk {
  readonly view: PoolView;
  /** Labels of the project; undefined: its answers are no labels. */
  readonly kind: HeadKind | undefined;
  /** Id of the layout that the caller has. */
  readonly have: string | undefined;
  readonly signal: AbortSignal;
}

/** Maps of pools. */
export interface PoolMaps {
  /** @throws AlaasError what the pool throws, `CANCELLED` */
  of(ask: MapAsk): Promise<PoolMap>;
}

/** Points of a map: as many as a page moves thirty times a second. Of a larger pool a sample is shown. */
const MOST_POINTS = 50_000;
/** Sets of labels that a map tells apart. */
const MOST_VALUES = 1_000;
/** Whole numbers that a float64 holds exactly. */
const EXACT_BITS = 53;
/** Salt of the sample. */
const SAMPLE = 0x3a9001;

const details: Readonly<Record<LayoutReason, string>> = {
  'few-items': 'UMAP takes at least 16 items.',
  failed: 'UMAP could not be made; the log of the service says why.',
};

/** Points of a pool and where they are: those laid out, then those that were labelled outside the sample. */
interface Placed {
  readonly positions: Uint32Array;
  readonly places: Matrix;
}

/** @param layouts of the pools themselves */
export function createPoolMaps(layouts: Layouts, mostPoints: number = MOST_POINTS): PoolMaps {
  /** Places of positions outside the sample, by layout. */
  const added = new WeakMap<Matrix, Map<number, readonly [number, number]>>();
  return {
    async of({ view, kind, have, signal }) {
      const { pool, size } = view;
      const laidOut = samplePoints(view, mostPoints);
      const layout = await layouts.of(pool, laidOut);
      const { positions, places } = await withLabelled(layout, laidOut, { view, signal });
      // more points, more places: another layout to who has the one before
      const id = positions.length === laidOut.length ? layout.id : `${layout.id}-${digestOf(positions)}`;
      const { kind: how, progress, reason } = layout;
      return {
        layout: { id, kind: how, progress, ...(reason !== undefined && { reason, detail: details[reason] }) },
        points: positions.length,
        total: size,
        contents: view.firsts.subarray(0, size).reduce((count, is) => count + is, 0),
        modelVersion: view.modelVersion,
        ...(id !== have && {
          items: Array.from(positions, (position) => pool.id(position)),
          x: base64(every(places.data, 0)),
          y: base64(every(places.data, 1)),
        }),
        ...columnsOf(view, kind, positions),
      };
    },
  };

  /** Adds the labelled positions that the sample does not have. */
  async function withLabelled(
    layout: Layout,
    laidOut: Uint32Array,
    { view, signal }: Pick<MapAsk, 'view' | 'signal'>,
  ): Promise<Placed> {
    if (laidOut.length < mostPoints) return { positions: laidOut, places: layout.places };
    const inSample = new Set(laidOut);
    const labelled = [...view.records]
      .filter(([position, { answer }]) => answer !== null && !inSample.has(position))
      .map(([position]) => position)
      .sort((a, b) => a - b);
    const known = added.get(layout.places) ?? new Map<number, readonly [number, number]>();
    added.set(layout.places, known);
    const fresh = Uint32Array.from(labelled.filter((position) => !known.has(position)));
    if (fresh.length > 0) {
      const { data } = await view.pool.place({ positions: laidOut, places: layout.places }, fresh, signal);
      for (const [i, position] of fresh.entries()) {
        known.set(position, [data[2 * i] as number, data[2 * i + 1] as number]);
      }
    }
    const more = labelled.flatMap((position) => known.get(position) ?? []);
    const data = new Float32Array(layout.places.data.length + more.length);
    data.set(layout.places.data);
    data.set(more, layout.places.data.length);
    const positions = Uint32Array.from([...laidOut, ...labelled]);
    return { positions, places: { data, rows: positions.length, columns: 2 } };
  }
}

/** The first position of each content; of many a sample that follows from the seed, ascending. */
function samplePoints({ firsts, size }: PoolView, most: number): Uint32Array {
  const all = Uint32Array.from({ length: size }, (_, position) => position).filter((at) => firsts[at] === 1);
  if (all.length <= most) return all;
  const numberOf = mixer(SAMPLE);
  // numbers that hold the random one and the place sort faster than a comparison
  const radix = 2 ** Math.ceil(Math.log2(all.length + 1));
  const scale = Math.min(1, 2 ** (EXACT_BITS - 32) / radix);
  const keys = Float64Array.from(all, (position, i) => Math.floor(numberOf(position) * scale) * radix + i).sort();
  // the lowest numbers: a pool that grows keeps most of its points
  return Uint32Array.from(keys.subarray(0, most), (key) => all[key % radix] as number).sort();
}

/** What is known of each point, as arrays. */
function columnsOf(
  view: PoolView,
  kind: HeadKind | undefined,
  positions: Uint32Array,
): Pick<PoolMap, 'values' | 'label' | 'predicted' | 'uncertainty' | 'round' | 'status'> {
  const { records, signals } = view;
  const values = createValues(kind);
  const label = Int16Array.from(positions, (position) => {
    const answer = records.get(position)?.answer;
    return answer == null ? -1 : values.placeOf(JSON.parse(answer) as AnswerValue);
  });
  const predicted = Int16Array.from(positions, (position) => {
    const said = saidOf(view, position);
    return said === undefined ? -1 : values.placeOf(said);
  });
  const uncertainty = Float32Array.from(positions, (position) => signals?.uncertainty[position] ?? Number.NaN);
  return {
    values: values.all,
    label: base64(label),
    predicted: base64(predicted),
    uncertainty: base64(uncertainty),
    round: base64(Int32Array.from(positions, (position) => view.round[position] as number)),
    status: base64(Uint8Array.from(positions, (position) => view.status[position] as number)),
  };
}

function saidOf({ head, scores, signals }: PoolView, position: number): AnswerValue | undefined {
  if (head === undefined || scores === undefined || position >= scores.rows) return undefined;
  if (head.kind === 'single') return head.classes[signals?.predicted[position] ?? -1];
  const row = position * scores.columns;
  return head.classes.filter((_, k) => (scores.data[row + k] as number) > 0.5);
}

interface Values {
  readonly all: (string | string[])[];
  /** -1: a value that is not told apart. */
  placeOf(value: AnswerValue): number;
}

/** The project's labels; of several labels the sets that occur, as far as there is room. */
function createValues(kind: HeadKind | undefined): Values {
  const all: (string | string[])[] = kind === undefined || kind.isMulti ? [] : [...kind.classes];
  const places = new Map(all.map((value, place) => [answerKey(value), place]));
  return {
    all,
    placeOf(value) {
      const key = answerKey(value);
      const known = places.get(key);
      if (known !== undefined) return known;
      if (kind?.isMulti !== true || !isLabels(value) || all.length >= MOST_VALUES) return -1;
      places.set(key, all.length);
      all.push([...value]);
      return all.length - 1;
    },
  };
}

function isLabels(value: AnswerValue): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

function every(data: Float32Array, side: 0 | 1): Float32Array {
  return Float32Array.from({ length: data.length / 2 }, (_, i) => data[2 * i + side] as number);
}

/** Machines that run this are little-endian. */
function base64({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBufferLike>): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function digestOf(positions: Uint32Array): string {
  const bytes = new Uint8Array(positions.buffer, positions.byteOffset, positions.byteLength);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}
