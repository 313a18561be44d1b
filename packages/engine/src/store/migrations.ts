/**
 * The schema, one step per entry; the position of the last applied step is the file's `user_version`.
 * A landed step is never edited: the next change is a new one.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE dataset (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    model TEXT NOT NULL,
    access TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- items that were not added because their id was there
    repeated INTEGER NOT NULL DEFAULT 0,
    -- the extractor that scanned it last
    extractor INTEGER
  ) STRICT;

  -- what was read, by checksum
  CREATE TABLE content (
    number INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE
  ) STRICT;

  -- row: position in the pool, from 0. inline: the content itself, text or bytes. content: known once it was read
  CREATE TABLE item (
    dataset INTEGER NOT NULL,
    row INTEGER NOT NULL,
    id TEXT NOT NULL,
    uri TEXT NOT NULL,
    inline ANY,
    label TEXT,
    content INTEGER,
    error_code TEXT,
    error_message TEXT,
    PRIMARY KEY (dataset, row)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX item_id ON item (dataset, id);

  -- what a URI held when it was last read, so that unchanged contents are not read again
  CREATE TABLE version (
    uri TEXT PRIMARY KEY,
    validator TEXT NOT NULL,
    content INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- a model with its preprocessing; widths are 0 for what it does not give
  CREATE TABLE extractor (
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    embedding_width INTEGER NOT NULL,
    probability_width INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE shard (
    number INTEGER PRIMARY KEY,
    extractor INTEGER NOT NULL,
    rows INTEGER NOT NULL
  ) STRICT;

  -- where the features of a content lie, or why it has none
  CREATE TABLE feature (
    extractor INTEGER NOT NULL,
    content INTEGER NOT NULL,
    shard INTEGER,
    position INTEGER,
    error_code TEXT,
    error_message TEXT,
    PRIMARY KEY (extractor, content)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- the order in which rows joined the live pool of a dataset, batch by batch; runs: [first row, rows][] as JSON
  CREATE TABLE live_batch (
    dataset INTEGER NOT NULL,
    extractor INTEGER NOT NULL,
    number INTEGER NOT NULL,
    runs TEXT NOT NULL,
    PRIMARY KEY (dataset, extractor, number)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- labels that queries made a head from, round by round: the items there were, a digest of the labels, and of the last two
  -- rounds the head itself
  CREATE TABLE taught_round (
    dataset INTEGER NOT NULL,
    extractor INTEGER NOT NULL,
    number INTEGER NOT NULL,
    items INTEGER NOT NULL,
    labels TEXT NOT NULL,
    head BLOB,
    PRIMARY KEY (dataset, extractor, number)
  ) STRICT;
  `,
  `
  -- 1 where the text that is inline is a row of a table
  ALTER TABLE item ADD COLUMN is_row INTEGER;
  `,
];
