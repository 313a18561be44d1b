import { configSchema } from '../../packages/core/src/index.ts';
import { openSources } from '../../packages/engine/src/source/index.ts';
import { cpuMs } from './cpu.ts';
import type { ImageServer } from './start-image-server.ts';

const PASSES = 3;

/**
 * Processor time that one image costs before anything is done with it, in milliseconds, both ends together: it shares
 * the cores with decoding and inference, so (d) cannot reach (a).
 */
export async function measureExchange(server: ImageServer, images: number): Promise<number> {
  const { limits, sources } = configSchema.parse({});
  const source = openSources({ access: 'local', limits, sources });
  const { signal } = new AbortController();
  const lane = async (next: Iterator<number>): Promise<void> => {
    for (let at = next.next(); at.done !== true; at = next.next()) {
      await source.open(`${server.url}/${at.value}`, { signal, maxBytes: limits.max_item_bytes, known: undefined });
    }
  };
  let cost = 0;
  // the last pass counts; the others warm up
  for (let pass = 0; pass < PASSES; pass++) {
    const before = cpuMs() + (await server.cpuMs());
    const next = Array(images).keys();
    await Promise.all(Array.from({ length: limits.connections_per_host }, () => lane(next)));
    cost = (cpuMs() + (await server.cpuMs()) - before) / images;
  }
  await source.close();
  return cost;
}
