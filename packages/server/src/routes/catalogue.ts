import {
  type Learner,
  type LearnerSummary,
  learnerSummarySchema,
  modelSummarySchema,
  type StoppingRule,
  type Strategy,
  type StrategySummary,
  stoppingRuleSummarySchema,
  strategySummarySchema,
  type Wrapper,
  type WrapperSummary,
  wrapperSummarySchema,
} from '@alaas/core';
import { findStrategy, findWrapper, learners, stoppingRules, strategies, wrappers } from '@alaas/zoo';
import { z } from 'zod';
import type { Models } from '../use-cases/models.ts';
import { answers, type RouteApp } from './route-app.ts';

const tags = ['Catalogue'];

/** What a query or a project can name: strategies, wrappers, models, learners and stopping rules. */
export function catalogueRoutes(app: RouteApp, models: Models): void {
  app.get(
    '/v1/strategies',
    {
      schema: {
        tags,
        summary: 'List query strategies',
        description: 'With formula, reference, needs and the JSON Schema of their options.',
        response: answers([[200, 'All strategies.', strategySummarySchema.array()]]),
      },
    },
    async () => strategies.map(summaryOf),
  );
  app.get(
    '/v1/strategies/:id',
    {
      schema: {
        tags,
        summary: 'Look at a query strategy',
        params: z.strictObject({ id: z.string().max(200).describe('Id or alias, such as LeastConfidence.') }),
        response: answers([[200, 'The strategy.', strategySummarySchema]]),
      },
    },
    async (request) => summaryOf(findStrategy(request.params.id)),
  );
  app.get(
    '/v1/wrappers',
    {
      schema: {
        tags,
        summary: 'List wrappers',
        description:
          'What goes around a query strategy: a reweigher changes the utilities of one that ranks row by row, a splitter narrows or parts the candidates of any.',
        response: answers([[200, 'All wrappers.', wrapperSummarySchema.array()]]),
      },
    },
    async () => wrappers.map(wrapperSummaryOf),
  );
  app.get(
    '/v1/wrappers/:id',
    {
      schema: {
        tags,
        summary: 'Look at a wrapper',
        params: z.strictObject({ id: z.string().max(200).describe('Id or alias, such as SEALS.') }),
        response: answers([[200, 'The wrapper.', wrapperSummarySchema]]),
      },
    },
    async (request) => wrapperSummaryOf(findWrapper(request.params.id)),
  );
  app.get(
    '/v1/models',
    {
      schema: {
        tags,
        summary: 'List models',
        description: 'The one of the config and the built-in ones.',
        response: answers([[200, 'All models that a query can name.', modelSummarySchema.array()]]),
      },
    },
    async () => models.summaries(),
  );
  app.get(
    '/v1/learners',
    {
      schema: {
        tags,
        summary: 'List learners',
        description: 'What turns labelled items into a head.',
        response: answers([[200, 'All learners.', learnerSummarySchema.array()]]),
      },
    },
    async () => learners.map(describe),
  );
  app.get(
    '/v1/stopping-rules',
    {
      schema: {
        tags,
        summary: 'List stopping rules',
        description: 'What advises to stop; the stopping plan of a project names them.',
        response: answers([[200, 'All stopping rules.', stoppingRuleSummarySchema.array()]]),
      },
    },
    async () => stoppingRules.map((rule) => ({ ...describe(rule), needs: [...rule.needs] })),
  );
}

function describe({ id, title, summary, reference, options }: Learner | StoppingRule): LearnerSummary {
  return { id, title, summary, reference, options: jsonSchema(options) };
}

function summaryOf(strategy: Strategy): StrategySummary {
  return { ...sharedSummary(strategy), kind: strategy.kind, family: strategy.family };
}

function wrapperSummaryOf(wrapper: Wrapper): WrapperSummary {
  return { ...sharedSummary(wrapper), kind: wrapper.kind };
}

function sharedSummary(entry: Strategy | Wrapper): Omit<WrapperSummary, 'kind'> {
  const { id, aliases, title, summary, formula, reference, cost, needs, options } = entry;
  return {
    id,
    aliases: [...aliases],
    title,
    summary,
    formula,
    reference,
    cost,
    needs: [...needs],
    options: jsonSchema(options),
  };
}

function jsonSchema(options: z.ZodObject): Record<string, unknown> {
  return z.toJSONSchema(options.strict(), { io: 'input' }) as Record<string, unknown>;
}
