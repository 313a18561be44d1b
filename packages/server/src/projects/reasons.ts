import type { SelectionReason } from '@alaas/core';

/** Why a record was given to somebody, as leases and responses keep it. */
export interface StoredReason extends SelectionReason {
  /** Version of the head that served when it was given; 0: none. */
  readonly served: number;
  /** Of all that this person was given, how many came before. */
  readonly position: number;
  /** What the person is told, where the truth would give a gold item away. */
  readonly shown?: SelectionReason;
}

export function readReason(json: string): StoredReason {
  return JSON.parse(json) as StoredReason;
}

/** A reason as it travels. @param isTrue whether its reader may know gold items */
export function reasonFor(reason: StoredReason, isTrue: boolean): SelectionReason {
  const { shown, served: _served, position: _position, ...plain } = reason;
  return isTrue || shown === undefined ? plain : shown;
}
