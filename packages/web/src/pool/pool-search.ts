import {
  type Arm,
  armSchema,
  type PoolQuery,
  type PoolSort,
  type PoolStatus,
  poolSorts,
  poolStatuses,
} from '@alaas/core';

/** The ways to look at the pool. `errors` are the likely label errors, the most doubtful first. */
export const poolViews = ['list', 'map', 'errors'] as const;

export type PoolPageView = (typeof poolViews)[number];

export const arms = armSchema.options;

/** What the address of the pool's page says behind `?`. */
export interface PoolSearch {
  /** Default: the first one. */
  readonly view?: PoolPageView;
  readonly q?: string;
  readonly status?: PoolStatus;
  readonly label?: string;
  readonly predicted?: string;
  readonly round?: number;
  readonly arm?: Arm;
  /** With `said`: a cell of the confusion matrix. */
  readonly truth?: string;
  readonly said?: string;
  readonly likelyError?: boolean;
  readonly sort?: PoolSort;
  readonly order?: 'asc' | 'desc';
  /** The item that is open. */
  readonly item?: string;
}

/** Reads an address; what makes no sense in it is left out, and so is half a cell. */
export function readPoolSearch(given: Readonly<Record<string, unknown>>): PoolSearch {
  const truth = textOf(given.truth);
  const said = textOf(given.said);
  return withoutGaps({
    view: oneOf(poolViews, given.view),
    q: textOf(given.q)?.slice(0, 200),
    status: oneOf(poolStatuses, given.status),
    label: textOf(given.label),
    predicted: textOf(given.predicted),
    round: roundOf(given.round),
    arm: oneOf(arms, given.arm),
    ...(truth !== undefined && said !== undefined && { truth, said }),
    likelyError: typeof given.likelyError === 'boolean' ? given.likelyError : undefined,
    sort: oneOf(poolSorts, given.sort),
    order: oneOf(['asc', 'desc'] as const, given.order),
    item: textOf(given.item),
  });
}

/** What is changed of an address; undefined takes it out. */
export type PoolChange = { readonly [K in keyof PoolSearch]?: PoolSearch[K] | undefined };

/** An address with something changed. */
export function changed(search: PoolSearch, change: PoolChange): PoolSearch {
  return withoutGaps({ ...search, ...change });
}

/** What narrows the list, in the order in which it is shown. A cell is one: taking out its `truth` takes out both sides. */
export const filterNames = ['q', 'status', 'label', 'predicted', 'round', 'arm', 'truth', 'likelyError'] as const;

export type FilterName = (typeof filterNames)[number];

/** The filters that an address sets. */
export function activeFilters(search: PoolSearch): readonly FilterName[] {
  return filterNames.filter((name) => search[name] !== undefined);
}

/** What takes out a filter. */
export function withoutFilter(name: FilterName): PoolChange {
  return name === 'truth' ? { truth: undefined, said: undefined } : { [name]: undefined };
}

/** What takes out all of them. */
export function withoutFilters(): PoolChange {
  return Object.assign({}, ...filterNames.map(withoutFilter)) as PoolChange;
}

/** The order in which signals are best read: what wants a look first. */
export function defaultOrder(sort: PoolSort): 'asc' | 'desc' {
  return sort === 'pool' ? 'asc' : 'desc';
}

type ListQuery = Partial<Omit<PoolQuery, 'after' | 'limit'>>;

/** What an address asks of the service. Likely errors are a list of their own: sorted by doubt, whatever else is set. */
export function queryOf(search: PoolSearch): ListQuery {
  const { view, item: _, ...rest } = search;
  return view === 'errors' ? { sort: 'error', ...rest, likelyError: true } : rest;
}

function oneOf<T extends string>(known: readonly T[], given: unknown): T | undefined {
  return known.find((one) => one === given);
}

/** The router reads `?label=7` as a number; a label can be called that. */
function textOf(given: unknown): string | undefined {
  if (typeof given === 'number' || typeof given === 'boolean') return String(given);
  return typeof given === 'string' && given !== '' ? given : undefined;
}

function roundOf(given: unknown): number | undefined {
  const round = typeof given === 'string' && given !== '' ? Number(given) : given;
  return typeof round === 'number' && Number.isSafeInteger(round) && round >= 0 ? round : undefined;
}

function withoutGaps(search: PoolChange): PoolSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as PoolSearch;
}
