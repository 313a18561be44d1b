import type { AnswerValue, Lease, ProjectResponse, SelectionReason, Suggestion } from '@alaas/core';

/** A record as it lies before the annotator. */
export interface Card {
  readonly item: string;
  readonly uri: string;
  readonly text?: string | undefined;
  readonly suggestion?: Suggestion | undefined;
  readonly reason: SelectionReason;
  /** Absent: it is opened from the history, to be corrected. */
  readonly lease?: string | undefined;
  /** Whether it has been on the screen: then it stays, whatever the model learns. */
  readonly isSeen: boolean;
  /** What is chosen when it comes up. */
  readonly value?: AnswerValue | undefined;
  readonly note?: string | undefined;
  /** `again`: its answer was taken back. `correction`: its answer stands until it gets another. */
  readonly kind: 'fresh' | 'again' | 'correction';
}

function cardOf(lease: Lease): Card {
  const { id, item, uri, text, suggestion, reason, draft } = lease;
  return { item, uri, text, suggestion, reason, lease: id, isSeen: false, value: draft, kind: 'fresh' };
}

/** An answer of the history, opened again. */
export function cardOfResponse(response: ProjectResponse, kind: Card['kind']): Card {
  const { item, suggestion, reason, value, note } = response;
  const { isHidden = true, ...shown } = suggestion ?? {};
  return {
    item,
    uri: item,
    suggestion: isHidden ? undefined : (shown as Suggestion),
    reason,
    isSeen: true,
    value,
    note,
    kind,
  };
}

/**
 * The cards after the service has said what this person holds. What is on the screen, or was, stays as it is and keeps its
 * place; of the rest come those that are held, as the newest model sees them.
 *
 * @param cards the first one is on the screen
 * @param leases all that are held, without those that are answered already
 * @param known leases that were among `cards` when the service was asked
 */
export function mergeCards(cards: readonly Card[], leases: readonly Lease[], known: ReadonlySet<string>): Card[] {
  const held = new Map(leases.map((lease) => [lease.item, lease]));
  const stay = cards.flatMap((card): Card[] => {
    const lease = held.get(card.item);
    held.delete(card.item);
    // a record that came back has a new lease
    if (card.isSeen) return [lease === undefined || card.kind === 'correction' ? card : { ...card, lease: lease.id }];
    if (lease !== undefined) return [cardOf(lease)];
    return card.lease !== undefined && known.has(card.lease) ? [] : [card];
  });
  return [...stay, ...Array.from(held.values(), cardOf)];
}
