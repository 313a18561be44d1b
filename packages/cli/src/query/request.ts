import { basename, resolve } from 'node:path';
import { AlaasError, type Columns, type Config, learnerChoice, type QueryRequest, type WrapChoice } from '@alaas/core';

/** The flags of `alaas query` that say what to ask. */
export interface QueryFlags {
  readonly budget?: number | undefined;
  readonly strategy?: string | undefined;
  readonly option?: Readonly<Record<string, unknown>> | undefined;
  readonly wrap?: readonly WrapChoice[] | undefined;
  readonly model?: string | undefined;
  readonly learner?: string | undefined;
  readonly learnerOption?: Readonly<Record<string, unknown>> | undefined;
  readonly train?: Readonly<Record<string, unknown>> | undefined;
  readonly seed?: number | undefined;
  readonly idColumn?: string | undefined;
  readonly uriColumn?: string | undefined;
  readonly textColumn?: string | undefined;
  readonly labelColumn?: string | undefined;
  /** `all`, or names. */
  readonly featureColumns?: 'all' | readonly string[] | undefined;
  readonly keepDuplicates?: boolean | undefined;
}

/** What `--train` says of itself. */
export const TRAINING_HELP =
  'how its head is trained: mode=incremental, keep=0.5, calibrate=0.2, pseudoLabels=true; repeat for more';

type Pool = Pick<QueryRequest, 'input' | 'manifest' | 'dataset'>;

/**
 * The request that the flags, over the config where one is given, ask for.
 *
 * @param config where the service does not know it; its values then travel with the request
 * @throws AlaasError `INVALID_REQUEST` for options or wrappers without a strategy, or of a learner without one
 */
export function buildRequest(
  pool: Pool,
  flags: QueryFlags,
  { config, cwd }: { config: Config | undefined; cwd: string },
): QueryRequest {
  const columns = columnsOf(flags);
  if (columns !== undefined && pool.dataset !== undefined) {
    throw new AlaasError('INVALID_REQUEST', 'A dataset has no columns. Leave out --id-column and its like.');
  }
  const strategy = strategyOf(flags, config);
  // a dataset has a model of its own, whose features are ready
  const configured = pool.dataset === undefined ? config?.active_learning.strategy.model : undefined;
  const model = flags.model === undefined ? configured : modelOf(flags.model, cwd);
  const budget = flags.budget ?? config?.budget;
  const seed = flags.seed ?? config?.seed;
  const keepDuplicates = flags.keepDuplicates ?? config?.keep_duplicates;
  return {
    ...pool,
    ...(columns === undefined ? {} : { columns }),
    ...(budget === undefined ? {} : { budget }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(model === undefined ? {} : { model }),
    ...teachingOf(flags, config),
    ...(seed === undefined ? {} : { seed }),
    ...(keepDuplicates === undefined ? {} : { keepDuplicates }),
  };
}

/** The learner and its training: flags over the config, and options over those of the same learner alone. */
export function teachingOf(
  { learner, learnerOption, train }: Pick<QueryFlags, 'learner' | 'learnerOption' | 'train'>,
  config: Config | undefined,
): Pick<QueryRequest, 'learner' | 'training'> {
  const named = learner ?? config?.learner;
  if (named === undefined && learnerOption !== undefined) {
    throw new AlaasError('INVALID_REQUEST', '--learner-option belongs to a learner. Name it with --learner.');
  }
  const training = config === undefined && train === undefined ? undefined : { ...config?.training, ...train };
  return {
    ...(named !== undefined && { learner: withOptions(named, learnerOption) }),
    ...(training !== undefined && { training }),
  };
}

function withOptions(
  learner: NonNullable<QueryRequest['learner']>,
  options: QueryFlags['learnerOption'],
): NonNullable<QueryRequest['learner']> {
  if (options === undefined) return learner;
  const { type, options: own } = learnerChoice(learner);
  return { type, options: { ...own, ...options } };
}

/** The flags that say which columns are what. */
export type ColumnFlags = Pick<QueryFlags, 'idColumn' | 'uriColumn' | 'textColumn' | 'labelColumn' | 'featureColumns'>;

/** What `--feature-columns` says of itself. */
export const FEATURES_HELP =
  'columns of a table whose rows are the items, with commas between, or all (default: all but id and label, where no column holds URIs or texts)';

/** The value of `--feature-columns`. */
export function featureColumns(written: string): 'all' | string[] {
  return written === 'all' ? written : written.split(',').map((name) => name.trim());
}

/** What the column flags say. */
export function columnsOf(flags: ColumnFlags): Columns | undefined {
  const { idColumn, uriColumn, textColumn, labelColumn, featureColumns } = flags;
  const columns = {
    ...(idColumn === undefined ? {} : { id: idColumn }),
    ...(uriColumn === undefined ? {} : { uri: uriColumn }),
    ...(textColumn === undefined ? {} : { text: textColumn }),
    ...(labelColumn === undefined ? {} : { label: labelColumn }),
    ...(featureColumns === undefined
      ? {}
      : { features: typeof featureColumns === 'string' ? featureColumns : [...featureColumns] }),
  };
  return Object.keys(columns).length === 0 ? undefined : columns;
}

function strategyOf({ strategy, option, wrap }: QueryFlags, config: Config | undefined): QueryRequest['strategy'] {
  if (strategy !== undefined) return strategyChoice(strategy, { option, wrap });
  const configured = config?.active_learning.strategy;
  if (configured === undefined) {
    if (option === undefined && wrap === undefined) return undefined;
    throw new AlaasError('INVALID_REQUEST', '--option and --wrap belong to a strategy. Name it with --strategy.');
  }
  const wraps = wrap ?? configured.wrap;
  return {
    type: configured.type,
    options: { ...configured.options, ...option },
    ...(wraps.length > 0 && { wrap: [...wraps] }),
  };
}

/** A strategy with its options and wrappers, or its name alone. */
export function strategyChoice(
  type: string,
  { option, wrap }: Pick<QueryFlags, 'option' | 'wrap'>,
): NonNullable<QueryRequest['strategy']> {
  if (option === undefined && wrap === undefined) return type;
  return { type, options: { ...option }, ...(wrap !== undefined && { wrap: [...wrap] }) };
}

/** A model's name, or an entry for the file that `file:PATH` or a path to an ONNX file names. */
export function modelOf(model: string, cwd: string): QueryRequest['model'] {
  if (!model.startsWith('file:') && !model.endsWith('.onnx')) return model;
  if (model.startsWith('file://')) return { name: nameOf(new URL(model).pathname), hub: model };
  const path = resolve(cwd, model.replace(/^file:/, ''));
  return { name: nameOf(path), hub: `file:${path}` };
}

function nameOf(path: string): string {
  return basename(path).replace(/\.onnx$/, '') || 'model';
}

/**
 * `k=v` of `--option`: v is read as JSON where it is JSON (numbers, true, lists), and else as a text.
 *
 * @param flag what stood before the text, for the message
 */
export function parseOption(
  text: string,
  earlier: Readonly<Record<string, unknown>> = {},
  flag = '--option ',
): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) throw new AlaasError('INVALID_REQUEST', `${flag}${text} is not of the form name=value.`);
  const value = text.slice(at + 1);
  return { ...earlier, [text.slice(0, at)]: parseValue(value) };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
