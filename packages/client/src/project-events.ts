import { type ProjectEvent, projectEventSchema } from '@alaas/core';
import type { StreamMessage } from './event-stream.ts';
import { type FollowStreamOptions, followStream } from './follow-stream.ts';
import type { Pause } from './pause.ts';
import type { Transport } from './transport.ts';

/** Something that happened in a project, with where to resume after it. */
export type ProjectStreamEvent = ProjectEvent & { readonly id: string };

/**
 * Events of a project as they happen. A broken connection is taken up again where it broke.
 *
 * @param path of the stream
 * @throws AlaasError `UNREACHABLE` after so many failed attempts in a row, `CANCELLED` when the signal aborts
 */
export async function* streamProjectEvents(
  path: string,
  transport: Pick<Transport, 'send' | 'url'>,
  pause: Pause,
  options: FollowStreamOptions,
): AsyncGenerator<ProjectStreamEvent, void> {
  for await (const message of followStream(path, transport, pause, options)) {
    const event = toProjectEvent(message);
    if (event !== undefined) yield event;
  }
}

/** Undefined for kinds of event that this version does not know. */
function toProjectEvent({ data, id }: StreamMessage): ProjectStreamEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  const event = projectEventSchema.safeParse(value);
  return event.success ? { ...event.data, id } : undefined;
}
