import { z } from 'zod';
import { wrapChoiceSchema } from './api.ts';
import { check } from './check.ts';
import { modelEntrySchema } from './model-entry.ts';
import { readYaml } from './read-yaml.ts';
import { learnerChoiceSchema, trainingSchema } from './training.ts';

const strategySchema = z.strictObject({
  type: z
    .string()
    .min(1)
    .default('auto')
    .describe(
      'Query strategy, by id or alias. auto: margin-confidence where class probabilities are to be had, else random.',
    ),
  options: z.record(z.string(), z.unknown()).default({}).describe("The strategy's own options."),
  wrap: z
    .array(wrapChoiceSchema)
    .default([])
    .describe('Wrappers around the strategy, the one nearest to it first: names, or `{ type, options }`.'),
  model: modelEntrySchema
    .optional()
    .describe('The model that scores the pool. Default: the built-in one for the modality.'),
});

const workerSchema = z.strictObject({
  protocol: z.enum(['http', 'grpc']).default('http').describe('Only http is served so far.'),
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; other than loopback needs a token.'),
  port: z.int().min(0).max(65535).default(60035).describe('TCP port; 0 takes a free one.'),
  replicas: z
    .union([z.literal('auto'), z.int().min(1).max(256)])
    .default('auto')
    .describe('Threads that decode and infer, each with its own copy of the model. auto: one per core, at most 8.'),
});

const limitsSchema = z.strictObject({
  max_item_bytes: z
    .int()
    .min(1)
    .default(64 * 2 ** 20)
    .describe('Bytes; a larger item is refused with SOURCE_TOO_LARGE.'),
  max_pixels: z.int().min(1).default(50_000_000).describe('Pixels; a larger image is refused with DECODE_TOO_LARGE.'),
  max_seconds: z
    .number()
    .positive()
    .default(300)
    .describe('Seconds; a longer recording is refused with DECODE_TOO_LARGE.'),
  max_values: z
    .int()
    .min(1)
    .default(4_000_000)
    .describe('Numbers; a time series of more, over all channels, is refused with DECODE_TOO_LARGE.'),
  max_items_per_request: z.int().min(1).default(1_000_000).describe('Items in one HTTP request.'),
  max_body_bytes: z
    .int()
    .min(1)
    .default(256 * 2 ** 20)
    .describe('Bytes of one HTTP request body.'),
  requests_per_minute: z.int().min(1).default(6000).describe('HTTP requests per client address.'),
  connections_per_host: z.int().min(1).max(1024).default(64).describe('Downloads at once from one host.'),
  timeout_ms: z.int().min(1).default(30_000).describe('Milliseconds without a byte before a download is given up.'),
  retries: z.int().min(0).max(20).default(4).describe('Further tries after 429, 5xx, a reset or a time-out.'),
});

const sourcesSchema = z.strictObject({
  trust_local_clients: z
    .boolean()
    .default(true)
    .describe(
      'Whether requests that reach the service from this machine, not through a proxy, may name any file and any address.',
    ),
  roots: z
    .array(z.string().min(1))
    .default([])
    .describe('Folders that other machines may name with file: URIs. Default: none.'),
  allow_private_addresses: z
    .boolean()
    .default(false)
    .describe('Whether other machines may name hosts on private, loopback and link-local networks.'),
  allow_hosts: z
    .array(z.string().min(1))
    .default([])
    .describe('host or host:port that other machines may name although its address is private.'),
});

/** The config file: ALaaS 2022's keys and ours. Every key has a default. */
export const configSchema = z.strictObject({
  name: z.string().min(1).default('alaas').describe('Name of the service, for people.'),
  version: z.union([z.string(), z.number()]).default('0.1').describe('Version of this file, for people.'),
  active_learning: z
    .strictObject({
      strategy: strategySchema.prefault({}),
      al_worker: workerSchema.prefault({}),
    })
    .prefault({}),
  seed: z.int().min(0).max(4294967295).default(0).describe('Seed of everything random.'),
  budget: z.int().min(1).default(100).describe('Items to ask for when a query does not say.'),
  learner: learnerChoiceSchema
    .default('softmax-regression')
    .describe('Turns labelled items into a head on the embeddings: a name, or `{ type, options }`.'),
  training: trainingSchema.prefault({}),
  keep_duplicates: z
    .boolean()
    .default(false)
    .describe('Whether items of equal content may be asked for more than once.'),
  storage: z.string().min(1).default('./.alaas').describe('Folder of the embedded store.'),
  database: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, 'write it as postgres://user:password@host:5432/name, or leave it out')
    .optional()
    .describe(
      'postgres://user:password@host:port/name, for what the service itself remembers. Better in ALAAS_DATABASE. Default: an embedded database in `storage`.',
    ),
  token: z.string().min(16).optional().describe('Bearer token that every request must carry. Better in ALAAS_TOKEN.'),
  limits: limitsSchema.prefault({}),
  sources: sourcesSchema.prefault({}),
});

export type Config = z.output<typeof configSchema>;

/**
 * The config in a YAML text.
 *
 * @param name of the file, for messages
 * @throws AlaasError `INVALID_CONFIG` with every problem at once
 */
export function parseConfig(text: string, name: string): Config {
  return check(configSchema, readYaml(text, name, 'INVALID_CONFIG') ?? {}, name, 'INVALID_CONFIG');
}
