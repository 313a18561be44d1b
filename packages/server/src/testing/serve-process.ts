/** The service on the data folder `storage`, in a process that may be killed: prints its URL, and ends with its input. */
import { parseConfig } from '@alaas/core';
import { startServer } from '../start-server.ts';

const storage = process.argv[2] as string;
const config = { ...parseConfig('', 'the defaults'), storage };
const server = await startServer({ config, folder: storage, port: 0, log: 'warn' });
process.stdout.write(`${server.url}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
