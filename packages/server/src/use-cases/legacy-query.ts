import {
  AlaasError,
  type Pick as Chosen,
  check,
  type ItemInput,
  itemInputSchema,
  type legacyPostSchema,
  type QueryRequest,
  type QueryResult,
} from '@alaas/core';
import { z } from 'zod';

/** ALaaS 2022's call after its check. */
export type LegacyPost = z.output<typeof legacyPostSchema>;

/**
 * The query that ALaaS 2022's call stands for.
 *
 * @throws AlaasError `INVALID_REQUEST` for another endpoint than /query, and for broken documents
 */
export function legacyQuery(post: LegacyPost): Pick<QueryRequest, 'items' | 'budget'> {
  if (post.execEndpoint.replace(/^\/+/, '') !== 'query') {
    throw new AlaasError(
      'INVALID_REQUEST',
      `execEndpoint "${post.execEndpoint}" is not served; "/query" is. To push items before the query use POST /v1/datasets and POST /v1/datasets/{id}/items.`,
    );
  }
  const documents = post.data.map(({ id, uri, text, blob }) => withoutEmpty({ id, uri, text, blob }));
  const { data } = check(
    z.object({ data: z.array(itemInputSchema) }),
    { data: documents },
    'the request body',
    'INVALID_REQUEST',
  );
  return { items: data, budget: post.parameters.budget };
}

/** Clients of that time send every field of a document, the unused ones empty. */
function withoutEmpty(document: Record<'id' | 'uri' | 'text' | 'blob', string | undefined>): ItemInput {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined && value !== ''));
}

/** What of a call its answer repeats. */
export interface LegacyContext {
  readonly requestId: string;
  readonly parameters: Record<string, unknown>;
  /** Texts by position in `data`. */
  readonly texts: readonly (string | undefined)[];
}

export function legacyContext(post: LegacyPost, requestId: string): LegacyContext {
  return { requestId, parameters: post.parameters, texts: post.data.map(({ text }) => text) };
}

/** The answer in the shape ALaaS 2022's clients read: the chosen documents alone, best first. */
export function legacyAnswer(result: QueryResult, { requestId, parameters, texts }: LegacyContext): object {
  return {
    header: { requestId, status: null, execEndpoint: '/query' },
    parameters,
    data: result.picks.map((pick) => legacyDocument(pick, texts)),
  };
}

function legacyDocument({ id, uri, utility, strategy }: Chosen, texts: LegacyContext['texts']): object {
  const inline = /^inline:(\d+)$/.exec(uri)?.[1];
  const text = inline === undefined ? undefined : texts[Number(inline)];
  return {
    id,
    ...(text === undefined ? { uri } : { text }),
    utility,
    scores: { [strategy]: { value: utility } },
  };
}
