/** A service with one project on a model side without a model, to be killed: `node queue-process.fixture.ts <folder>`. */
import { parseConfig } from '@alaas/core';
import { createApp } from '../app.ts';
import { createLog } from '../log.ts';
import { FakeChoices } from '../projects/project.fixture.ts';
import { MemoryEngine } from './memory-engine.ts';

const folder = process.argv[2] as string;
const choices = new FakeChoices(600);
const app = await createApp({
  config: parseConfig('limits: { requests_per_minute: 1000000 }', 'test.yml'),
  engine: new MemoryEngine(),
  log: createLog('silent'),
  storage: folder,
  choices: () => choices,
  callerOf: ({ headers }) => {
    const id = String(headers['x-person'] ?? 'owner');
    return { id, name: id, isOwner: id === 'owner' };
  },
});
const headers = { host: '127.0.0.1' };
if ((await app.http.inject({ method: 'GET', url: '/v1/projects/mail', headers })).statusCode === 404) {
  await app.http.inject({ method: 'POST', url: '/v1/datasets', headers, payload: { id: 'letters' } });
  const payload = { id: 'mail', dataset: 'letters', labels: [{ name: 'spam' }, { name: 'ham' }], overlap: 2 };
  await app.http.inject({ method: 'POST', url: '/v1/projects', headers, payload });
}
await app.http.listen({ host: '127.0.0.1', port: 0 });
const address = app.http.server.address();
process.stdout.write(`${JSON.stringify(address)}\n`);
