import type {
  Columns,
  Config,
  Dataset,
  Inspection,
  Item,
  LearnerChoice,
  Modality,
  ModelEntry,
  manifestFormats,
  Progress,
  QueryResult,
  SelectionPlan,
  SelectionResult,
  SignalName,
  SimulationPoint,
  SimulationResult,
  StrategyChoice,
  Training,
} from '@alaas/core';
import type { LiveHead, LivePool } from './live-pool.ts';
import type { InlineSignal } from './select-inline.ts';
import type { SimulationPlan } from './simulate.ts';
import type { GivenVectors } from './simulate-data.ts';

/**
 * On whose behalf the engine reads. `local`: a person on this machine, who may name any file and address.
 * `remote`: someone else, held to the roots and the address guard of the config.
 */
export type Access = 'local' | 'remote';

/** A pool as a caller names it. */
export type Pool =
  | { readonly items: Iterable<Item> }
  | {
      readonly input: string;
      readonly columns?: Columns | undefined;
      /** Of a manifest. Default: by its name, else by its first line. */
      readonly format?: ManifestFormat | undefined;
      /** Of a folder or glob: an item's label is the name of the folder that its file is in. */
      readonly labelFolders?: boolean | undefined;
    }
  | {
      readonly manifest: {
        /** The whole, or its bytes as they arrive. */
        readonly text: string | AsyncIterable<Uint8Array>;
        readonly format: ManifestFormat;
        readonly base?: string | undefined;
        /** Whether a text without an id is named by its checksum, the same wherever it comes again. Default: by its row. */
        readonly isNamedByContent?: boolean | undefined;
      };
      readonly columns?: Columns | undefined;
    };

/** `texts`: one text a line. */
export type ManifestFormat = 'auto' | (typeof manifestFormats)[number];

export interface EngineOptions {
  /** Folder of the embedded store; created when absent, locked while open. */
  readonly storage: string;
  readonly limits: Config['limits'];
  readonly sources: Config['sources'];
  readonly replicas: number | 'auto';
  /** Relative model paths start here. Default: the working directory. */
  readonly folder?: string;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
  /** Bytes of memory that are free. Default: what the system and its limits leave this process. */
  readonly availableMemory?: () => number;
}

/** Data to look at before anything is made of it: a place, or the text of a file that somebody has. */
export type InspectQuery =
  | { readonly input: string; readonly columns?: Columns | undefined }
  | {
      readonly content: string;
      readonly isWhole: boolean;
      readonly name?: string | undefined;
      readonly columns?: Columns | undefined;
    };

/** A content that somebody sends. */
export interface Upload {
  /** What people call it; it is shown, and never used as a path. */
  readonly name: string;
  /** Its bytes as they arrive. */
  readonly content: AsyncIterable<Uint8Array>;
  readonly label?: string | undefined;
}

/** What watches and stops a piece of work. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Called at most some ten times a second, and once at the end of each stage. */
  readonly onProgress: (progress: Progress) => void;
  /** Of a simulation: told of every head as soon as it is measured; of runs that were kept from before, at once. */
  readonly onPoint?: ((measured: { strategy: string; seed: number; point: SimulationPoint }) => void) | undefined;
}

export interface DatasetQuery {
  readonly dataset: string;
  readonly budget: number;
  readonly strategy: StrategyChoice;
  readonly model: ModelEntry;
  /** By its id, or with options. */
  readonly learner: string | LearnerChoice;
  /** How its head is trained. Default: from all labels alike. */
  readonly training?: Training;
  /** Unsigned 32-bit. */
  readonly seed: number;
  readonly keepDuplicates: boolean;
}

/** A selection from the caller's own signals: a string names a file, by absolute path or file: URI. */
export interface SignalsQuery {
  readonly budget: number;
  readonly strategy: StrategyChoice;
  /** Unsigned 32-bit. */
  readonly seed: number;
  readonly signals: { readonly [Name in SignalName]?: string | InlineSignal<Name> | undefined };
  /**
   * Rows whose label is known, counted from 0, and their class numbers; in files, one a line. Without class numbers, what
   * is known of them is in the signals `targets` or `labelSets`.
   */
  readonly labelled?: {
    readonly rows: string | readonly number[];
    readonly labels?: string | readonly number[] | undefined;
  };
}

/** Labelled items: of a dataset, or vectors that the caller has; a string names a file by absolute path or file: URI. */
export type LabelledPool =
  | {
      readonly dataset: string;
      readonly model: ModelEntry;
      /** Labels by item, in place of those that the items came with; other items are left out. */
      readonly labels?: ReadonlyMap<string, string> | undefined;
    }
  | GivenVectors;

/** A comparison of query strategies on labelled items. */
export interface SimulationQuery extends SimulationPlan {
  readonly pool: LabelledPool;
  /** The items to measure on, or the share of the pool that is set aside at random for it. */
  readonly test: LabelledPool | number;
  /** What the report calls the data. */
  readonly name: string;
}

/** What one scan did. */
export interface ScanReport {
  readonly items: number;
  readonly failed: number;
  /** Rows computed now; the others were known. */
  readonly inferred: number;
}

/** An item as it was given. */
export interface DatasetItem {
  /** Its place in the dataset, from 0; it never changes. */
  readonly row: number;
  readonly id: string;
  readonly uri: string;
  /** The content, where it came inline as text. */
  readonly text?: string;
  readonly label?: string;
}

/** What an item holds. */
export interface ItemContent {
  readonly bytes: Uint8Array;
  /**
   * Told by the bytes, whatever their origin says: that of an image or of a recording, `text/plain; charset=utf-8`, or
   * `application/octet-stream`; of a table's row `application/json`, and of a time series, which is sent as
   * {@link SeriesContent}, `application/vnd.alaas.series+json`. Nothing that a browser would run.
   */
  readonly type: string;
}

/** A head as an ONNX file. */
export interface HeadFile {
  readonly onnx: Uint8Array;
  /** Whether it takes what the model takes; else it takes the model's embeddings. */
  readonly isJoined: boolean;
  /** Why it is not joined, where that was asked for. */
  readonly note?: string;
}

/**
 * The data's path on this machine: datasets, their features, and queries over them.
 * Every method throws AlaasErrors only.
 */
export interface Engine {
  /** @throws `CONFLICT` when the id is taken */
  createDataset(id: string, model: ModelEntry, access: Access): Dataset;
  /** @throws `NOT_FOUND` */
  dataset(id: string): Dataset;
  /** The model entry that scans the dataset, as it was created with. */
  datasetModel(id: string): ModelEntry;
  /** On whose behalf its items are read; `remote` where that is not known. @throws `NOT_FOUND` */
  datasetAccess(id: string): Access;
  datasets(): Dataset[];
  /** What the dataset's first item is: told by what it holds, or by the ending of its URI. Undefined while empty. */
  modality(id: string): Modality | undefined;
  /** From now on this model scans the dataset. @throws `NOT_FOUND` */
  setModel(id: string, model: ModelEntry): void;
  /** Forgets the items; features stay cached by content. */
  deleteDataset(id: string): void;
  /**
   * What data is: kind, modality, columns, labels, a few items. Changes nothing; takes seconds and some megabytes whatever the
   * size of a folder.
   *
   * @throws `SOURCE_*` about the input itself, `CANCELLED`
   */
  inspect(query: InspectQuery, access: Access, signal: AbortSignal): Promise<Inspection>;
  /** Appends what is new by id; idempotent. */
  addItems(dataset: string, pool: Pool, watch: Watch): Promise<{ added: number; known: number }>;
  /**
   * Keeps a content in the storage folder until the dataset is deleted, and appends it as an item. The same content of the same
   * name is the same item. Of one that is refused, or does not come whole, nothing stays.
   *
   * @throws `NOT_FOUND`, `SOURCE_EMPTY`, `TOO_LARGE`, `DECODE_UNSUPPORTED` told by the bytes, `STORE_FULL`, and what the content
   *   throws
   */
  addUpload(
    dataset: string,
    upload: Upload,
  ): Promise<{
    readonly id: string;
    readonly uri: string;
    readonly type: string;
    readonly bytes: number;
    readonly added: boolean;
  }>;
  /** Makes features of all items that have none yet. Concurrent scans of one dataset share the work's results. */
  scan(dataset: string, model: ModelEntry, watch: Watch): Promise<ScanReport>;
  /** Scans what is missing, then selects. */
  query(query: DatasetQuery, watch: Watch): Promise<QueryResult>;
  /**
   * What that query would take in memory and time, without a scan or a selection; a model that never ran here is loaded to see
   * what it gives.
   */
  planQuery(query: DatasetQuery, signal: AbortSignal): Promise<SelectionPlan>;
  /** Selects from signals that the caller brings; no model, no dataset. */
  select(query: SignalsQuery, access: Access, watch: Watch): Promise<SelectionResult>;
  /** What that selection would take in memory and time, without selecting. */
  plan(query: SignalsQuery, access: Access, signal: AbortSignal): Promise<SelectionPlan>;
  /**
   * Scans what is missing, then compares strategies on the labels that are known. One at a time; what is finished of one that
   * is cancelled, or whose process is killed, is kept for the next call with the same inputs.
   */
  simulate(query: SimulationQuery, access: Access, watch: Watch): Promise<SimulationResult>;
  /** Up to `limit` items after row `after` (default: from the first one on), in row order. @throws `NOT_FOUND` */
  items(dataset: string, page: { readonly after?: number; readonly limit: number }): DatasetItem[];
  /** The items of these ids, in their order; undefined for those that are not there. @throws `NOT_FOUND` */
  itemRows(dataset: string, ids: readonly string[]): (DatasetItem | undefined)[];
  /**
   * What an item holds, read as a scan reads it: with the access of its dataset, through the same guards. A PNG or WebP with
   * an orientation comes turned upright, as every browser then shows it.
   *
   * @throws `NOT_FOUND`, `SOURCE_*` about the item, `CANCELLED`, `TOO_MANY_REQUESTS` when many large time series are wanted at once
   */
  content(dataset: string, item: string, signal: AbortSignal): Promise<ItemContent>;
  /**
   * Takes a dataset into memory for live training, with the model that it has now; scans what is missing first. What is
   * finished of one that is cancelled is kept. Pools of one dataset share their memory; close each.
   *
   * @throws `NOT_FOUND`, `STRATEGY_NEEDS` when the model gives no embeddings, `NOT_ENOUGH_MEMORY`, `CANCELLED`, what a scan
   *   throws
   */
  openLivePool(dataset: string, watch: Watch): Promise<LivePool>;
  /**
   * A head of a live pool as ONNX: inputs and outputs as `exportHead` says. `joined` puts it behind the dataset's model,
   * where that is an ONNX file.
   *
   * @throws `NOT_FOUND`, `CONFLICT` when the dataset has another model now, `MODEL_*` when the file cannot be joined,
   *   `CANCELLED`
   */
  exportLive(
    dataset: string,
    head: LiveHead,
    options: {
      readonly joined: boolean;
      /** Digest of the model that the head was trained on, as its pool has it. Default: that it is the dataset's is not checked. */
      readonly model?: string;
      readonly signal?: AbortSignal;
    },
  ): Promise<HeadFile>;
  /** Stops workers after their current batch and closes the store. */
  close(): Promise<void>;
}
