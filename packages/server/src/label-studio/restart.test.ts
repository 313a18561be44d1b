import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryEngine } from '../testing/memory-engine.ts';
import { createTestApp } from '../testing/test-app.ts';
import {
  annotated,
  choice,
  letterTask,
  lsProject,
  openLabelStudio,
  predict,
  setup,
  truthOf,
} from './label-studio.fixture.ts';

let storage: string;

beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'alaas-ls-'));
});

afterEach(() => {
  rmSync(storage, { recursive: true, force: true });
});

describe('after a restart', () => {
  it('knows the address of Label Studio, the annotations, and the version, before it is set up again', async () => {
    const engine = new MemoryEngine();
    const before = await openLabelStudio({}, { engine, storage });
    await before.ls('POST', '/setup', setup());
    for (let i = 0; i < 4; i++) {
      await before.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', i, choice(i, truthOf(i))));
    }
    const version = await before.settled();
    expect(version).not.toBe('alaas-mail-0');
    await before.close();

    const gate = Promise.withResolvers<void>();
    engine.gate = gate.promise;
    const { app, call } = await createTestApp({ engine, storage });
    const ls = (path: string, body: object) => call('POST', `/label-studio/mail${path}`, { body });
    expect((await ls('/setup', setup())).json.model_version).toBe(version);
    // an empty prediction would be kept under the name of the version, and not be asked for again
    expect(await ls('/predict', predict([letterTask(30)]))).toMatchObject({ status: 503, json: { code: 'NOT_READY' } });
    gate.resolve();
    const image =
      '<View><Image name="i" value="$i"/><Choices name="kind" toName="i"><Choice value="spam"/></Choices></View>';
    const tasks = [{ id: 1, data: { i: '/data/upload/8/cat.jpg' } }];
    const body = { action: 'TASKS_CREATED', tasks, project: { ...lsProject, label_config: image } };
    expect((await ls('/webhook', body)).json.result).toMatchObject({ added: 1, refused: [] });
    const again = annotated('ANNOTATION_CREATED', 0, choice(0, 'spam'));
    expect((await ls('/webhook', again)).json.result).toMatchObject({ taken: 0, known: 1 });
    for (;;) {
      const { status, json } = await ls('/predict', predict([letterTask(30)]));
      if (status === 200) {
        expect(json.results[0]).toMatchObject({ model_version: version, result: [{ value: { choices: ['spam'] } }] });
        break;
      }
      await new Promise(setImmediate);
    }
    await app.close();
  });
});

describe('over a socket', () => {
  it('answers the GET with a body that Label Studio sends for versions', async () => {
    const bench = await openLabelStudio();
    const url = new URL(await bench.app.http.listen({ host: '127.0.0.1', port: 0 }));
    const { request } = await import('node:http');
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': '17' };
      const options = {
        host: url.hostname,
        port: url.port,
        path: '/label-studio/mail/versions',
        method: 'GET',
        headers,
      };
      const sent = request(options, (response) => {
        let read = '';
        response.on('data', (part) => {
          read += part;
        });
        response.on('end', () => resolve(`${response.statusCode} ${read}`));
      });
      sent.on('error', reject);
      sent.end('{"project":"8.1"}');
    });
    expect(answer).toBe('200 {"versions":["alaas-mail-0"]}');
    await bench.close();
  });
});
