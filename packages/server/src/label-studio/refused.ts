import { toAlaasError } from '@alaas/core';

/** A part of a request that could not be taken. */
export interface Refused {
  /** Label Studio's id of the annotation or task, where it has one. */
  readonly id?: unknown;
  readonly code: string;
  readonly detail: string;
}

/** A failure as a refusal of one part. @throws the failure itself where it is a fault of the service */
export function refusalOf(error: unknown, given: unknown): Refused {
  const { code, message } = toAlaasError(error);
  if (code === 'INTERNAL' || code === 'CANCELLED') throw error;
  const id = typeof given === 'object' && given !== null && 'id' in given ? { id: given.id } : {};
  return { ...id, code, detail: message };
}
