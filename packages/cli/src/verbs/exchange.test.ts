import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, type Service, startService } from '../service.fixture.ts';
import { createOutput, runIn, streamOf } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-exchange-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(cwd, { recursive: true });
});

async function run(answers: Record<string, Answer>, ...args: string[]) {
  service = await startService(answers);
  return await runIn({ cwd, stdin: streamOf('{"id":"1"}\n') }, ...args, '--server', service.url);
}

const headOf = (isJoined: boolean): Answer => ({
  status: 200,
  body: Uint8Array.of(8, 0, 255),
  headers: { 'alaas-joined': String(isJoined) },
});
const csv = { status: 200, body: new TextEncoder().encode('id,label\n1,späm\n') };

test('exports records to standard output as they are', async () => {
  const ran = await run(
    { 'GET /v1/projects/spam/export?format=csv&include=all': csv },
    ...exportCsv,
    '--include',
    'all',
  );
  expect(ran).toEqual({ code: 0, out: 'id,label\n1,späm\n', err: '' });
});

const exportCsv = ['export', 'spam', '--format', 'csv'];

test('exports the head into a file that appears whole', async () => {
  const answers = { 'GET /v1/projects/spam/model.onnx?joined=true': headOf(true) };
  const ran = await run(answers, 'export', 'spam', '--format', 'onnx', '--joined', '--out', 'spam.onnx');
  expect(ran).toEqual({ code: 0, out: '', err: `Wrote 3 B to ${join(cwd, 'spam.onnx')}\n` });
  expect([...(await readFile(join(cwd, 'spam.onnx')))]).toEqual([8, 0, 255]);
  expect(await readdir(cwd)).toEqual(['spam.onnx']);
});

test('says when the head cannot be joined to the model, and writes nothing', async () => {
  const answers = { 'GET /v1/projects/spam/model.onnx?joined=true': headOf(false) };
  const ran = await run(answers, 'export', 'spam', '--format', 'onnx', '--joined', '--out', 'spam.onnx');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^CONFLICT: The model of spam is no ONNX file/);
  expect(await readdir(cwd)).toEqual([]);
});

test('leaves the old file as it was when an export fails', async () => {
  await writeFile(join(cwd, 'labels.csv'), 'old');
  const ran = await run({}, ...exportCsv, '--out', 'labels.csv');
  expect(ran.code).toBe(2);
  expect(await readFile(join(cwd, 'labels.csv'), 'utf8')).toBe('old');
  expect(await readdir(cwd)).toEqual(['labels.csv']);
});

test.each<[string, string[], string]>([
  ['a head to standard output', ['--format', 'onnx'], 'onnx is not text. Name a file for it with --out.'],
  ['records joined to a model', ['--format', 'csv', '--joined'], '--joined goes with --format onnx.'],
  ['records of a head', ['--format', 'onnx', '--out', 'x', '--include', 'all'], '--include chooses records'],
  ['a format that there is not', ['--format', 'xml'], 'Allowed choices are'],
  ['a file in a folder that is not there', ['--out', 'no/x.csv'], 'does not exist or cannot be written to'],
])('refuses to export %s before it asks the service', async (_, args, words) => {
  const ran = await run({}, 'export', 'spam', ...args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(words);
  expect(service?.seen).toEqual([]);
});

const result = { rows: 3, items: 1, responses: 1, known: 1, failed: 1, errors: [] };

test('imports a file by the format that its name says, and lists its bad rows', async () => {
  await writeFile(join(cwd, 'labels.csv'), 'id,label\n1,spam\n');
  const errors = [{ line: 3, code: 'INVALID_ANSWER', detail: 'There is no label "spm".' }];
  const answers = { 'POST /v1/projects/spam/import?format=csv': { status: 200, body: { ...result, errors } } };
  const ran = await run(answers, 'import', 'spam', 'labels.csv', '--strict');
  expect(ran.code).toBe(3);
  expect(ran.out).toBe('Read 3 rows: 1 answer taken, 1 known already, 1 item added, 1 bad row.\n');
  expect(ran.err).toBe('  line 3: INVALID_ANSWER: There is no label "spm".\n');
  expect(service?.seen[0]?.body).toBe('id,label\n1,spam\n');
});

test('imports standard input for an annotator, without new items', async () => {
  const call = 'POST /v1/projects/spam/import?format=doccano&annotator=Ada&addItems=false';
  const args = ['--format', 'doccano', '--annotator', 'Ada', '--no-add-items', '--json'];
  const ran = await run({ [call]: { status: 200, body: result } }, 'import', 'spam', '-', ...args);
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.out)).toEqual(result);
  expect(service?.seen[0]?.body).toBe('{"id":"1"}\n');
});

test('shows how far an import is, in bytes', async () => {
  await writeFile(join(cwd, 'labels.jsonl'), `${'x'.repeat(2000)}\n`);
  service = await startService({ 'POST /v1/projects/spam/import?format=jsonl': { status: 200, body: result } });
  const screen = createOutput({ isTerminal: true });
  await runIn({ cwd, stderr: screen.output }, 'import', 'spam', 'labels.jsonl', '--server', service.url);
  expect(screen.text()).toContain('sending  2.0 kB of 2.0 kB  100%');
});

test.each<[string, string[], string]>([
  ['a file whose name says no format', ['export.json'], 'Give --format, one of jsonl, csv,'],
  ['a file that is not there', ['none.csv'], 'none.csv cannot be read (ENOENT)'],
])('refuses to import %s', async (_, args, words) => {
  const ran = await run({}, 'import', 'spam', ...args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(words);
});
