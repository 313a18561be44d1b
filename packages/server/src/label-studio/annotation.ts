import { type AnswerValue, check, type Task } from '@alaas/core';
import { z } from 'zod';
import { readResults, resultSchema } from '../exchange/label-studio-results.ts';
import type { ControlTag } from './label-config.ts';

const annotationSchema = z.looseObject({
  id: z.union([z.number(), z.string().regex(/^[\w.-]{1,100}$/)]),
  result: z.array(resultSchema).nullish(),
  was_cancelled: z.boolean().nullish(),
  ground_truth: z.boolean().nullish(),
  lead_time: z.number().nullish(),
  updated_at: z.string().nullish(),
  completed_by: z.unknown().optional(),
});

/** An annotation as it is entered. */
export interface ReadAnnotation {
  /** The same for every version of the annotation. */
  readonly key: string;
  /** Name of the person who made it. */
  readonly person: string;
  /** empty: it says nothing on the project's question. */
  readonly status: 'submitted' | 'skipped' | 'empty';
  readonly value?: AnswerValue;
  /** Whether it is the true answer, that others are measured by. */
  readonly isGold: boolean;
  readonly origin: 'manual' | 'accepted' | 'edited';
  readonly leadTimeMs?: number;
  /** Milliseconds since 1970. */
  readonly updatedAt?: number;
}

export interface AnnotationContext {
  readonly project: string;
  readonly task: Task;
  /** The tag that asks the project's question. Undefined: the config is not known; every result of the right type counts. */
  readonly control: ControlTag | undefined;
  /** Of the task. */
  readonly text: string | undefined;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** Longest lead time that is kept, in seconds: a tab left open over night says nothing of work. */
const maxLeadSeconds = 86_400;

/** @throws AlaasError `INVALID_REQUEST`, `INVALID_ANSWER` */
export function readAnnotation(given: unknown, context: AnnotationContext): ReadAnnotation {
  const annotation = check(annotationSchema, given, 'the annotation', 'INVALID_REQUEST');
  const { id, was_cancelled, ground_truth, lead_time, updated_at, completed_by } = annotation;
  const { project, task, control, text, meta } = context;
  const all = annotation.result ?? [];
  const results = control === undefined ? all : all.filter(({ from_name }) => from_name === control.name);
  const isSkipped = was_cancelled === true;
  const known = { text, width: meta.width, height: meta.height };
  const exchange = { task, labels: [], project, now: 0 };
  const value = isSkipped ? undefined : readResults(exchange, results, known);
  const updatedAt = Date.parse(updated_at ?? '');
  return {
    key: annotationKey(id),
    person: `label-studio:${personOf(completed_by)}`,
    status: isSkipped ? 'skipped' : value === undefined ? 'empty' : 'submitted',
    ...(value === undefined ? {} : { value }),
    isGold: ground_truth === true && value !== undefined,
    origin: origins.get(results[0]?.origin ?? '') ?? 'manual',
    ...(typeof lead_time === 'number' && lead_time >= 0 && lead_time <= maxLeadSeconds
      ? { leadTimeMs: Math.round(lead_time * 1000) }
      : {}),
    ...(Number.isNaN(updatedAt) ? {} : { updatedAt }),
  };
}

/** The key of an annotation among the answers. */
export function annotationKey(id: number | string): string {
  return `ls-annotation-${id}`;
}

const origins: ReadonlyMap<string, ReadAnnotation['origin']> = new Map([
  ['prediction', 'accepted'],
  ['prediction-changed', 'edited'],
]);

/** Webhooks name a person by number, exports also as an object. */
function personOf(given: unknown): string {
  if (typeof given === 'object' && given !== null) {
    const { id, email } = given as { id?: unknown; email?: unknown };
    return personOf(id ?? email);
  }
  const name = typeof given === 'number' || typeof given === 'string' ? String(given) : '';
  return /^[\w.@+-]{1,87}$/.test(name) ? name : 'unknown';
}
