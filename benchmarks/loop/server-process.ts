/** The service on the data folder it is given, in a process of its own. It ends with the channel to its parent. */
import { parseConfig } from '../../packages/core/src/index.ts';
import { startServer } from '../../packages/server/src/index.ts';

const storage = process.argv[2] as string;
const config = { ...parseConfig('', 'the defaults'), storage };
const server = await startServer({ config, folder: storage, port: 0, log: 'warn' });
process.send?.(server.url);
// whatever is asked, the answer is the most memory that was resident so far, in bytes
process.on('message', () => process.send?.(process.resourceUsage().maxRSS * 1024));
process.on('disconnect', () => process.exit(0));
