import * as core from '@alaas/core';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** Schemas that the document names, so that clients made from it have types of these names. */
const named = {
  Item: core.itemInputSchema,
  Manifest: core.manifestSchema,
  ModelEntry: core.modelEntrySchema,
  QueryRequest: core.queryRequestSchema,
  QueryResult: core.queryResultSchema,
  Pick: core.pickSchema,
  ItemFault: core.itemFaultSchema,
  Summary: core.summarySchema,
  Progress: core.progressSchema,
  Job: core.jobSchema,
  StrategySummary: core.strategySummarySchema,
  ModelSummary: core.modelSummarySchema,
  Dataset: core.datasetSchema,
  DatasetCreate: core.datasetCreateSchema,
  ItemsPush: core.itemsPushSchema,
  ItemsPushed: core.itemsPushedSchema,
  Problem: core.problemSchema,
};

export interface OpenapiOptions {
  /** Version of the service. */
  readonly version: string;
  readonly needsToken: boolean;
}

/** Collects the routes that are registered after it; `app.swagger()` then gives the OpenAPI 3.1 document. */
export async function registerOpenapi(app: FastifyInstance, { version, needsToken }: OpenapiOptions): Promise<void> {
  const schemaRegistry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) schemaRegistry.add(schema, { id });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'ALaaS',
        version,
        description:
          'Active Learning as a Service: give it unlabelled items, it says which few are worth labelling. Errors are application/problem+json with a code.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: tags.map(([name, description]) => ({ name, description })),
      ...(needsToken
        ? {
            components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
            security: [{ token: [] }],
          }
        : {}),
    },
    transform: createJsonSchemaTransform({ schemaRegistry }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  });
}

const tags = [
  ['Queries', 'The main call: which items are worth labelling?'],
  ['Jobs', 'Work in the background.'],
  ['Events', 'Changes as they happen.'],
  ['Datasets', 'Pools that stay.'],
  ['Catalogue', 'What a query can name.'],
  ['ALaaS 2022', 'The call of earlier clients.'],
  ['Health', 'For whoever keeps the service running.'],
] as const;
