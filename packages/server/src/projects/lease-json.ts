import type { AnswerValue, Lease, Suggestion } from '@alaas/core';
import type { Held } from './next.ts';
import { reasonFor } from './reasons.ts';
import type { ProjectWork } from './work.ts';

/** A lease as its holder sees it: without a hidden suggestion, and without a sign that a gold item is one. */
export function leaseJson(work: ProjectWork, { lease, record, reason }: Held, draft: string | undefined): Lease {
  const { suggestion } = lease;
  const isShown = suggestion !== null && lease.is_hidden === 0;
  return {
    id: lease.id,
    ...contentOf(work, record.item),
    expiresAt: new Date(lease.expires_at).toISOString(),
    ...(isShown ? { suggestion: JSON.parse(suggestion) as Suggestion } : {}),
    reason: reasonFor(reason, false),
    ...(draft === undefined ? {} : { draft: JSON.parse(draft) as AnswerValue }),
  };
}

/** Where an item's content is; one that left the pool is known by its id only. */
export function contentOf(
  { project, choices }: Pick<ProjectWork, 'project' | 'choices'>,
  item: string,
): Pick<Lease, 'item' | 'uri' | 'text' | 'content'> {
  const known = choices.describe(item);
  return {
    item,
    uri: known?.uri ?? item,
    ...(known?.text === undefined ? {} : { text: known.text }),
    content: `/v1/projects/${project}/items/${encodeURIComponent(item)}/content`,
  };
}
