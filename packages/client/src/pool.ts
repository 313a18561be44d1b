import {
  type AnswerValue,
  type BulkResult,
  bulkResultSchema,
  type Neighbour,
  neighboursSchema,
  type PoolItem,
  type PoolItems,
  type PoolQuery,
  poolItemsSchema,
  poolMapSchema,
} from '@alaas/core';
import type { CallOptions } from './client.ts';
import type { Transport } from './transport.ts';

/** The pool in two dimensions: arrays by point. */
export interface PoolMap {
  readonly layout: {
    /** Names points and places; give it as `have`, and they are not sent again. */
    readonly id: string;
    readonly kind: 'pca' | 'umap';
    /** How far a better layout is, in [0, 1]: ask again. null: this is the best there will be. */
    readonly progress: number | null;
    readonly detail?: string | undefined;
    /** Why there is no better one, where that is no matter of course. */
    readonly reason?: 'few-items' | 'failed' | undefined;
  };
  readonly points: number;
  /** Items of the pool. */
  readonly total: number;
  /** Contents of the pool, each a point; more than the points where the map shows a sample. */
  readonly contents: number;
  readonly modelVersion: number;
  /** What `label` and `predicted` point into. */
  readonly values: readonly (string | readonly string[])[];
  /** Ids. Undefined: those of the layout that the caller has; so are `x` and `y`. */
  readonly items: readonly string[] | undefined;
  /** In [-1, 1]. */
  readonly x: Float32Array | undefined;
  /** In [-1, 1]. */
  readonly y: Float32Array | undefined;
  /** Places in `values`; -1: none. */
  readonly label: Int16Array;
  /** Places in `values`; -1: none. */
  readonly predicted: Int16Array;
  /** In [0, 1]; NaN: not known. */
  readonly uncertainty: Float32Array;
  /** -1: none. */
  readonly round: Int32Array;
  /** Places in `poolStatuses` of core. */
  readonly status: Uint8Array;
}

/**
 * The pool of a project: every item, chosen or not.
 *
 *     const { items } = await client.project('spam').pool.page({ sort: 'error', limit: 20 });
 */
export interface PoolClient {
  /** One page of the pool; `next` of the page before goes on behind it. */
  page(query?: Partial<PoolQuery>, options?: CallOptions): Promise<PoolItems>;
  /** Items, page by page. */
  items(query?: Partial<Omit<PoolQuery, 'after' | 'limit'>>, options?: CallOptions): AsyncGenerator<PoolItem, void>;
  /**
   * The map of the pool. While `layout.progress` is a number, a better layout is on its way.
   *
   * @param options.have id of a layout: its items and places are not sent again
   */
  map(options?: CallOptions & { readonly have?: string | undefined }): Promise<PoolMap>;
  /** The items nearest to one, the nearest first. Annotators get those with an agreed answer only. */
  neighbours(
    item: string,
    options?: CallOptions & { readonly n?: number; readonly labelled?: boolean },
  ): Promise<Neighbour[]>;
  /** Takes items out of the pool: they are not asked, taught or measured. With `false` puts them back. */
  exclude(items: readonly string[], isExcluded?: boolean, options?: CallOptions): Promise<BulkResult>;
  /** Gives one answer to many items at once. They teach, and are no sample to measure on. */
  label(items: readonly string[], value: AnswerValue, options?: CallOptions): Promise<BulkResult>;
  /** Takes back what the caller said of items in bulk; what that took the place of stands again. */
  unlabel(items: readonly string[], options?: CallOptions): Promise<BulkResult>;
}

/** Items of one call. */
const PAGE = 500;

/** @param at the address of a path in the project */
export function createPool(
  { json }: Pick<Transport, 'json'>,
  at: (path: string, query?: Readonly<Record<string, unknown>>) => string,
): PoolClient {
  const page: PoolClient['page'] = (query = {}, call) => json(poolItemsSchema, 'GET', at('/items', query), call);
  return {
    page,
    async *items(query = {}, call) {
      let after: string | undefined;
      do {
        const { items, next } = await page({ ...query, limit: PAGE, ...(after !== undefined && { after }) }, call);
        yield* items;
        after = next;
      } while (after !== undefined);
    },
    async map({ have, signal } = {}) {
      const { items, x, y, ...map } = await json(poolMapSchema, 'GET', at('/map', { have }), { signal });
      return {
        ...map,
        items,
        x: x === undefined ? undefined : new Float32Array(bytesOf(x)),
        y: y === undefined ? undefined : new Float32Array(bytesOf(y)),
        label: new Int16Array(bytesOf(map.label)),
        predicted: new Int16Array(bytesOf(map.predicted)),
        uncertainty: new Float32Array(bytesOf(map.uncertainty)),
        round: new Int32Array(bytesOf(map.round)),
        status: new Uint8Array(bytesOf(map.status)),
      };
    },
    async neighbours(item, { n, labelled, signal } = {}) {
      const path = at(`/items/${encodeURIComponent(item)}/neighbours`, { n, labelled });
      return (await json(neighboursSchema, 'GET', path, { signal })).neighbours;
    },
    exclude: (items, isExcluded = true, call) =>
      json(bulkResultSchema, 'POST', at('/exclusions'), { body: { items, isExcluded }, ...call }),
    label: (items, value, call) => json(bulkResultSchema, 'POST', at('/labels'), { body: { items, value }, ...call }),
    unlabel: (items, call) => json(bulkResultSchema, 'POST', at('/labels'), { body: { items, value: null }, ...call }),
  };
}

/** Browsers and Node have `atob`; all that run either are little-endian. */
function bytesOf(base64: string): ArrayBuffer {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes.buffer;
}
