export { type App, type AppOptions, createApp } from './app.ts';
export { type DatabaseState, inspectDatabase } from './database/inspect-database.ts';
export { createLog, type Log, type LogLevel } from './log.ts';
export { type SampleKind, type SampleOptions, sampleItems } from './sample.ts';
export { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
