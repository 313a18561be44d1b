import { startImageServer } from './benchmarks/pipeline/start-image-server.ts';
import { execFileSync } from 'node:child_process';
const s = await startImageServer(4000);
for (const n of [4000, 100000]) { const t=performance.now(); console.log(n, execFileSync(process.execPath, ['benchmarks/pipeline/memory.ts', s.url, '4000', String(n)]).toString().trim(), ((performance.now()-t)/1000).toFixed(1)); }
s.stop();
