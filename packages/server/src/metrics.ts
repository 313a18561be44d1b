import type { Job } from '@alaas/core';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the service measures about itself. Labels are routes, methods and states: never a path or a URI. */
export interface Metrics {
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  countInferred(items: number): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const states: readonly Job['state'][] = ['queued', 'running', 'done', 'failed', 'cancelled'];

/** @param countJobs remembered jobs by state, asked for when the metrics are read */
export function createMetrics(countJobs: () => Promise<Partial<Record<Job['state'], number>>>): Metrics {
  const own = new Registry();
  const durations = new Histogram({
    name: 'alaas_http_request_seconds',
    help: 'Time from the first byte of a request to the last byte of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 600],
    registers: [own],
  });
  const inferred = new Counter({
    name: 'alaas_items_inferred_total',
    help: 'Items whose features were computed, not found in the store.',
    registers: [own],
  });
  new Gauge({
    name: 'alaas_jobs',
    help: 'Remembered jobs by state.',
    labelNames: ['state'],
    registers: [own],
    async collect() {
      const counts = await countJobs();
      for (const state of states) this.set({ state }, counts[state] ?? 0);
    },
  });
  return {
    observeRequest: ({ method, route, status, seconds }) =>
      durations.observe({ method, route, status: String(status) }, seconds),
    countInferred: (items) => inferred.inc(items),
    text: async () => `${await own.metrics()}\n${await processMetrics().metrics()}`,
    contentType: own.contentType,
  };
}

let shared: Registry | undefined;

/** Memory, CPU and event loop belong to the process, not to one service in it; their observers never end. */
function processMetrics(): Registry {
  if (shared === undefined) {
    shared = new Registry();
    collectDefaultMetrics({ register: shared });
  }
  return shared;
}
