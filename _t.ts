import { loadImages } from './benchmarks/pipeline/images.ts';
import { startImageServer } from './benchmarks/pipeline/start-image-server.ts';
import { openOurs } from './benchmarks/pipeline/ours.ts';
import { openBound } from './benchmarks/pipeline/bound.ts';
const images = loadImages(4000);
const s = await startImageServer(4000);

 

for (let i=0;i<3;i++){
const ours = await openOurs(images.slice(0,64).map((x)=>Uint8Array.of(...x,0)));
const t = await ours.first(Array.from({length:4000},(_,i)=>({id:`${i}`,uri:`${s.url}/${i}`})));
console.log('first', 4000/t, 'second', await ours.second(), await ours.second(), await ours.second());
await ours.close();}
s.stop();
