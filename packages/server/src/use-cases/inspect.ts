import type { Inspection, inspectRequestSchema } from '@alaas/core';
import type { Access, Engine } from '@alaas/engine';
import type { z } from 'zod';

/**
 * What data is. Places go through the guards that pushing them goes through.
 *
 * @throws AlaasError `SOURCE_*`, `CANCELLED`
 */
export async function inspect(
  engine: Pick<Engine, 'inspect'>,
  { input, content = '', isWhole, name, columns }: z.output<typeof inspectRequestSchema>,
  access: Access,
  signal: AbortSignal,
): Promise<Inspection> {
  if (input !== undefined) return await engine.inspect({ input, columns }, access, signal);
  return await engine.inspect({ content, isWhole, name, columns }, access, signal);
}
