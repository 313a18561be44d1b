export {
  type CallOptions,
  type Client,
  type ClientOptions,
  type ClosingOptions,
  createClient,
  type UploadOptions,
} from './client.ts';
export type { EventsOptions, JobEvent } from './events.ts';
export type { FollowOptions } from './follow.ts';
export type { FollowStreamOptions } from './follow-stream.ts';
export type { Pause } from './pause.ts';
export type { PoolClient, PoolMap } from './pool.ts';
export type { ProjectStreamEvent } from './project-events.ts';
export type {
  HistoryPage,
  ItemContent,
  MemberWithToken,
  OnnxFile,
  PredictItem,
  ProjectClient,
  Projects,
  RecordsPage,
} from './projects.ts';
export type { QueryOptions } from './run-job.ts';
export type { RawBody } from './transport.ts';
