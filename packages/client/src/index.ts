export { type CallOptions, type Client, type ClientOptions, createClient } from './client.ts';
export type { EventsOptions, JobEvent } from './events.ts';
export type { FollowOptions } from './follow.ts';
export type { Pause } from './pause.ts';
export type { PoolClient, PoolMap } from './pool.ts';
export type { MemberWithToken, OnnxFile, PredictItem, ProjectClient, Projects } from './projects.ts';
export type { QueryOptions } from './run-job.ts';
