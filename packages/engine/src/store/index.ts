export { storeError } from './database.ts';
export type { PendingItem, StoredDataset } from './datasets.ts';
export type { Extractor } from './features.ts';
export type { InlineItem } from './items.ts';
export { type LabelledRow, type PoolTable, rowsWith } from './pool-table.ts';
export type { ReadItem, ScanLog } from './scan-log.ts';
export { Store } from './store.ts';
export type { HeadHistory } from './taught-heads.ts';
