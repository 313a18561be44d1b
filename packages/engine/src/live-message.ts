/** What live pools ask of a thread. Embeddings are in memory that both sides see; everything else is copied or handed over. */
import type { Matrix, Selection, WrapChoice } from '@alaas/core';
import type { LayoutKind, LiveHead, LiveTraining } from './live-pool.ts';

/** A head to be made. */
export interface TeachWork {
  readonly training: LiveTraining;
  /** [N x D] */
  readonly embeddings: Matrix;
}

/** A head to be asked. */
export interface ScoreWork {
  readonly head: LiveHead;
  /** [N x D] */
  readonly embeddings: Matrix;
  /** Rows to ask about, in this order. Default: all. */
  readonly positions?: Uint32Array;
}

/** A choice to be made. What the strategy and its wrappers need of heads is known to be there. */
export interface RankWork {
  /** Id in the zoo. */
  readonly strategy: string;
  readonly options: Record<string, unknown>;
  /** Wrappers, the nearest to the strategy first. */
  readonly wrap: readonly WrapChoice[];
  readonly budget: number;
  readonly seed: number;
  /** [n x D], the pool. */
  readonly embeddings: Matrix;
  /** [n] 1 where a position may be chosen. */
  readonly candidates: Uint8Array;
  readonly training: LiveTraining | undefined;
  readonly head: LiveHead | undefined;
  readonly previous: LiveHead | undefined;
}

/** A head to be written as ONNX. */
export interface ExportWork {
  readonly head: LiveHead;
  /** The model to put it behind: an ONNX file, and the output that the head takes. Undefined: the head alone. */
  readonly model: { readonly path: string; readonly embedding: string } | undefined;
}

/** Places of rows in two dimensions. */
export interface LayoutWork {
  readonly kind: LayoutKind;
  /** [N x D] */
  readonly embeddings: Matrix;
  /** Rows to place, ascending. */
  readonly positions: Uint32Array;
  readonly seed: number;
}

/** Places of rows among others that have one. */
export interface PlaceWork {
  /** [N x D] */
  readonly embeddings: Matrix;
  /** Rows that have a place, ascending. */
  readonly anchors: Uint32Array;
  /** [anchors x 2] */
  readonly places: Matrix;
  /** Rows to place, ascending; none of them an anchor. */
  readonly positions: Uint32Array;
}

/** Kinds of work for live pools, and what is answered. */
export interface LiveWork {
  readonly teach: { readonly work: TeachWork; readonly answer: LiveHead };
  /** [N x K], or a row for each of the positions. */
  readonly score: { readonly work: ScoreWork; readonly answer: Matrix };
  readonly rank: { readonly work: RankWork; readonly answer: Selection };
  /** [positions x 2] in [-1, 1]. */
  readonly layout: { readonly work: LayoutWork; readonly answer: Matrix };
  /** [positions x 2] */
  readonly place: { readonly work: PlaceWork; readonly answer: Matrix };
  readonly export: { readonly work: ExportWork; readonly answer: Uint8Array };
}
