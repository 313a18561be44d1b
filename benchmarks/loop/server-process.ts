/** The service on the data folder it is given, in a process of its own. It ends with the channel to its parent. */
import { parseConfig } from '../../packages/core/src/index.ts';
import { startServer } from '../../packages/server/src/index.ts';
import { cpuMs } from '../pipeline/cpu.ts';
import type { Used } from './start-server.ts';

const storage = process.argv[2] as string;
const config = { ...parseConfig('', 'the defaults'), storage };
const server = await startServer({ config, folder: storage, port: 0, log: 'warn' });
process.send?.(server.url);
// whatever is asked, the answer is what it has used so far
process.on('message', () => {
  const used: Used = { peakBytes: process.resourceUsage().maxRSS * 1024, cpuSeconds: cpuMs() / 1000 };
  process.send?.(used);
});
process.on('disconnect', () => process.exit(0));
