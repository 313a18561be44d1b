import { loadImages } from './benchmarks/pipeline/images.ts';
import { startImageServer } from './benchmarks/pipeline/start-image-server.ts';
import { openOurs } from './benchmarks/pipeline/ours.ts';
import { openBound } from './benchmarks/pipeline/bound.ts';
const images = loadImages(4000);
const s = await startImageServer(4000);
const bound = await openBound(images);
await bound.measure(8);
for (let i=0;i<5;i++){
const a = await bound.measure(8);
const ours = await openOurs(images.slice(0,64).map((x)=>Uint8Array.of(...x,0)));
const c0=process.cpuUsage();
const t = await ours.first(Array.from({length:4000},(_,i)=>({id:`${i}`,uri:`${s.url}/${i}`})));
const c=process.cpuUsage(c0);
const e=[await ours.second(), await ours.second(), await ours.second()];
console.log('a',a.toFixed(0),'d', (4000/t).toFixed(0), 'd/a',(4000/t/a).toFixed(3),'cpu ms/item',((c.user+c.system)/4e6).toFixed(3),'of which sys',(c.system/4e6).toFixed(3),'e/d', e.map(x=>(t/x).toFixed(0)).join(' '), e.map(x=>x.toFixed(3)).join(' '));
await ours.close();}
await bound.close();
s.stop();
