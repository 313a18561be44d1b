/** Peak resident memory of (d) at a pool size, in a process of its own: prints bytes. */
import { openOurs } from './ours.ts';

const [url, images, items] = [process.argv[2] as string, Number(process.argv[3]), Number(process.argv[4])];

const WARM_UP_ITEMS = 30_000;

function* pool(count: number, after: number): Generator<{ id: string; uri: string }> {
  for (let i = 0; i < count; i++) yield { id: `item-${i}`, uri: `${url}/${after + (i % images)}` };
}

// long enough for the heap to reach the size it keeps
const ours = await openOurs(pool(WARM_UP_ITEMS, images));
await ours.first(pool(items, 0));
await ours.close();
console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 }));
