import { join } from 'node:path';
import type { FeatureWidths, Matrix, SignalName } from '@alaas/core';
import type { Database } from './database.ts';
import { readShardFile, writeShardFile } from './shard-file.ts';

/** A model with its preprocessing: the key of cached features. */
export interface Extractor {
  readonly number: number;
  /** hex */
  readonly digest: string;
  readonly widths: FeatureWidths;
}

/** Rows of one shard before they are written. */
export interface ShardRows {
  /** [n x 32] */
  readonly sha256: Uint8Array;
  readonly embeddings?: Matrix;
  readonly probabilities?: Matrix;
}

const signals = ['embeddings', 'probabilities'] as const satisfies readonly SignalName[];

/** Feature shards: `<folder>/features/<extractor>/<number>.<signal>.arrow`, one file per signal. */
export class FeatureShards {
  readonly #database: Database;
  readonly #folder: string;
  #nextShard: number;

  constructor(database: Database, folder: string) {
    this.#database = database;
    this.#folder = join(folder, 'features');
    const row = database.prepare('SELECT max(number) AS last FROM shard').get();
    this.#nextShard = Number(row?.last ?? 0) + 1;
  }

  /** The extractor with this digest, if something was ever scanned with it. */
  find(digest: string): Extractor | undefined {
    const row = this.#database.prepare('SELECT * FROM extractor WHERE digest = ?').get(digest);
    if (row === undefined) return undefined;
    const widths = { embedding: Number(row.embedding_width), probabilities: Number(row.probability_width) };
    return { number: Number(row.number), digest, widths };
  }

  register(digest: string, widths: FeatureWidths): Extractor {
    this.#database
      .prepare('INSERT OR IGNORE INTO extractor (digest, embedding_width, probability_width) VALUES (?, ?, ?)')
      .run(digest, widths.embedding, widths.probabilities);
    return this.find(digest) as Extractor;
  }

  /** Writes the files of a new shard; it counts only once its number is committed with its rows. */
  async write(extractor: Extractor, rows: ShardRows): Promise<number> {
    const shard = this.#nextShard++;
    for (const signal of signals) {
      const values = rows[signal];
      if (values !== undefined) await writeShardFile(this.#path(extractor, shard, signal), rows.sha256, values);
    }
    return shard;
  }

  /** @throws AlaasError `STORE_CORRUPT` */
  read(extractor: Extractor, shard: number, signal: SignalName): Promise<Matrix> {
    return readShardFile(this.#path(extractor, shard, signal));
  }

  #path(extractor: Extractor, shard: number, signal: SignalName): string {
    return join(this.#folder, extractor.digest.slice(0, 16), `${String(shard).padStart(8, '0')}.${signal}.arrow`);
  }
}
