/** Peak resident memory of (d) at a pool size, in a process of its own: prints bytes. */
import { loadImages } from './images.ts';
import { openOurs } from './ours.ts';

const [url, images, items] = [process.argv[2] as string, Number(process.argv[3]), Number(process.argv[4])];

function* pool(): Generator<{ id: string; uri: string }> {
  for (let i = 0; i < items; i++) yield { id: `item-${i}`, uri: `${url}/${i % images}` };
}

const ours = await openOurs(loadImages(64));
await ours.first(pool());
await ours.close();
console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 }));
