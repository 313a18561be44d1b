import * as core from '@alaas/core';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { jsonLinesType } from './body.ts';
import { tidyOpenapi } from './openapi-tidy.ts';

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
  Inspection: core.inspectionSchema,
  Problem: core.problemSchema,
  SelectionRequest: core.selectionRequestSchema,
  SelectionResult: core.selectionResultSchema,
  SimulationRequest: core.simulationRequestSchema,
  SimulationResult: core.simulationResultSchema,
  Stopping: core.stoppingSchema,
  Project: core.projectSchema,
  ProjectCreate: core.projectCreateSchema,
  ProjectChange: core.projectChangeSchema,
  ProjectVersion: core.projectVersionSchema,
  Lease: core.leaseSchema,
  Next: core.nextSchema,
  Suggestion: core.suggestionSchema,
  Answer: core.responseInputSchema,
  Response: core.responseSchema,
  ResponsesResult: core.responsesResultSchema,
  Record: core.recordSchema,
  ProjectStatus: core.projectStatusSchema,
  ProjectMetrics: core.projectMetricsSchema,
  Round: core.roundSchema,
  Replay: core.replaySchema,
  Predictions: core.predictionsSchema,
  Quality: core.qualitySchema,
  Dispute: core.disputeSchema,
  Webhook: core.webhookSchema,
  Delivery: core.deliverySchema,
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
  const addSchemas = createJsonSchemaTransformObject({ schemaRegistry, zodToJsonConfig });
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
    transform: createJsonSchemaTransform({ schemaRegistry, zodToJsonConfig }),
    transformObject: (document) => tidyOpenapi(withLines(addSchemas(document))),
  });
}

/** Descriptions are kept in zod's global registry, which the names above are not to enter. */
const zodToJsonConfig: NonNullable<Parameters<typeof createJsonSchemaTransform>[0]['zodToJsonConfig']> = {
  override({ zodSchema, jsonSchema }) {
    const description = z.globalRegistry.get(zodSchema)?.description;
    if (description !== undefined) jsonSchema.description ??= description;
  },
};

interface Document {
  readonly paths?: Readonly<Record<string, { readonly post?: { readonly requestBody?: Body } }>>;
}

interface Body {
  readonly content?: Record<string, { readonly schema?: unknown }>;
}

/** A stream of JSON lines that is pushed to a dataset holds items, not the whole of a push. */
function withLines<T extends object>(document: T): T {
  for (const [path, { post }] of Object.entries((document as Document).paths ?? {})) {
    const content = post?.requestBody?.content;
    if (!path.endsWith('/items') || content?.[jsonLinesType] === undefined) continue;
    content[jsonLinesType] = { schema: { $ref: '#/components/schemas/ItemInput' } };
  }
  return document;
}

const tags = [
  ['Queries', 'The main call: which items are worth labelling?'],
  ['Simulations', 'Which strategy would have been best?'],
  ['Jobs', 'Work in the background.'],
  ['Events', 'Changes as they happen.'],
  ['Datasets', 'Pools that stay.'],
  ['Projects', 'What people are asked, and how items are chosen.'],
  ['Members', 'Who works on a project, and with which rights.'],
  ['Labelling', 'Records to label, and the answers.'],
  ['Review', 'Disputes, gold items, and how well people agree.'],
  ['Pool', 'A map of the items, and what can be done with many of them.'],
  ['Progress', 'How a project is going, and its models.'],
  ['Rounds', 'How items were chosen, and whether that can be repeated.'],
  ['Webhooks', 'Changes told to other services.'],
  ['Label Studio', 'A project as the machine learning backend of Label Studio.'],
  ['Catalogue', 'What a query can name.'],
  ['ALaaS 2022', 'The call of earlier clients.'],
  ['Health', 'For whoever keeps the service running.'],
] as const;
