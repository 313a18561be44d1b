import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, createRandom, type Item } from '../../packages/core/src/index.ts';
import type { Engine, LabelledPool } from '../../packages/engine/src/engine.ts';
import { listPool } from '../../packages/engine/src/source/index.ts';
import { unpackTar } from '../tar.ts';
import { writeNpy } from '../zoo/npy-file.ts';
import type { DataFile, Part, SimulateSetting } from './settings.ts';

/** The folder of the sample data. */
const DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** Draws which items of a file take part; the same in every run. */
const SAMPLE_SEED = 77;

/** Why a setting cannot run here, if it cannot. */
export function missingFile({ pool, test, model }: SimulateSetting): string | undefined {
  const files = [pool.from.file, test.from.file].map((file) => join(DATA, file));
  const hub = model?.(DATA).hub;
  if (hub?.startsWith('file:')) files.push(hub.slice('file:'.length));
  const missing = files.find((file) => !existsSync(file));
  return missing === undefined ? undefined : `${missing} is not here; the setting needs real data`;
}

export interface LoadTools {
  readonly engine: Engine;
  readonly config: Pick<Config, 'limits' | 'sources'>;
  /** For unpacked archives and vectors. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Pool and test items of a setting, as a simulation takes them. What an interrupted run left is used again. */
export async function loadParts(
  setting: SimulateSetting,
  tools: LoadTools,
): Promise<{ pool: LabelledPool; test: LabelledPool }> {
  if (setting.pool.from.kind === 'numbers') return numbers(setting, tools.folder);
  return { pool: await pushed(setting, 'pool', tools), test: await pushed(setting, 'test', tools) };
}

async function pushed(setting: SimulateSetting, which: 'pool' | 'test', tools: LoadTools): Promise<LabelledPool> {
  const { engine, signal } = tools;
  const dataset = `${setting.name}-${which}`;
  const model = setting.model?.(DATA);
  if (model === undefined) throw new Error(`${setting.name} has items and no model`);
  if (engine.datasets().some(({ id }) => id === dataset)) engine.deleteDataset(dataset);
  engine.createDataset(dataset, model, 'local');
  const items = sample(await itemsOf(setting[which].from, tools), setting[which]);
  await engine.addItems(dataset, { items }, { signal, onProgress: () => undefined });
  return { dataset, model };
}

async function itemsOf(from: DataFile, { config, folder, signal }: LoadTools): Promise<Item[]> {
  const path = join(DATA, from.file);
  const list = { access: 'local', ...config, signal } as const;
  if (from.kind === 'table') return await allOf(listPool({ input: path, columns: from.columns }, list));
  if (from.kind === 'archive') {
    const unpacked = join(folder, 'archive');
    if (!existsSync(join(unpacked, 'whole'))) {
      unpackTar(readFileSync(path), unpacked);
      writeFileSync(join(unpacked, 'whole'), '');
    }
    return await allOf(listPool({ input: join(unpacked, from.folder), labelFolders: true }, list));
  }
  return linesOf(path).map((line, i) => {
    const space = line.indexOf(' ');
    return { id: String(i), uri: `line:${i}`, label: line.slice(0, space), text: line.slice(space + 1) };
  });
}

async function allOf(parts: AsyncIterable<Iterable<Item>>): Promise<Item[]> {
  return (await Array.fromAsync(parts, (items) => [...items])).flat();
}

/** The rows of a table of numbers, each column with mean 0 and standard deviation 1, in files as users give vectors. */
function numbers({ name, pool, test }: SimulateSetting, folder: string): { pool: LabelledPool; test: LabelledPool } {
  const write = (part: Part, which: string): LabelledPool => {
    if (part.from.kind !== 'numbers') throw new Error(`${name} mixes vectors and items`);
    const [head = '', ...lines] = linesOf(join(DATA, part.from.file));
    const label = head.split(',').indexOf(part.from.label);
    const cells = lines.map((line) => line.split(','));
    const rows = standardised(cells.map((row) => row.filter((_, column) => column !== label).map(Number)));
    const taken = sample([...cells.keys()], part);
    const embeddings = join(folder, `${name}-${which}.npy`);
    const labels = join(folder, `${name}-${which}.txt`);
    const width = rows[0]?.length ?? 0;
    const values = Float32Array.from(taken.flatMap((row) => rows[row] as number[]));
    writeNpy(embeddings, values, [taken.length, width]);
    writeFileSync(labels, taken.map((row) => `${cells[row]?.[label]}\n`).join(''));
    return { embeddings, labels };
  };
  return { pool: write(pool, 'pool'), test: write(test, 'test') };
}

function standardised(rows: readonly number[][]): number[][] {
  const columns = (rows[0] ?? []).map((_, column) => {
    const mean = rows.reduce((sum, row) => sum + (row[column] as number), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[column] as number) - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  return rows.map((row) =>
    row.map((value, column) => (value - columnAt(columns, column).mean) / columnAt(columns, column).deviation),
  );
}

function columnAt<T>(columns: readonly T[], column: number): T {
  return columns[column] as T;
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
}

/** @throws Error when there are fewer: a smaller comparison under the same name would be another one */
function sample<T>(all: readonly T[], { from, skip = 0, take }: Part): T[] {
  if (all.length < skip + take) throw new Error(`${from.file} has ${all.length} items; ${skip + take} are needed`);
  const random = createRandom(SAMPLE_SEED);
  const shuffled = [...all];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled.slice(skip, skip + take);
}
