import { resolve } from 'node:path';
import { AlaasError, type Config, type SimulationRequest, type StoppingConfig } from '@alaas/core';
import { readInput } from '../query/input.ts';
import { columnsOf, modelOf, type QueryFlags, teachingOf } from '../query/request.ts';
import { parseChoice } from '../query/wrap.ts';
import type { World } from '../world.ts';

/** The flags of `alaas simulate` that say what to compare. */
export interface SimulateFlags
  extends Pick<
    QueryFlags,
    | 'idColumn'
    | 'uriColumn'
    | 'textColumn'
    | 'labelColumn'
    | 'featureColumns'
    | 'model'
    | 'budget'
    | 'learner'
    | 'learnerOption'
    | 'train'
  > {
  readonly input?: string | undefined;
  readonly dataset?: string | undefined;
  readonly embeddings?: string | undefined;
  readonly labels?: string | undefined;
  readonly testInput?: string | undefined;
  readonly testDataset?: string | undefined;
  readonly testEmbeddings?: string | undefined;
  readonly testLabels?: string | undefined;
  readonly testShare?: number | undefined;
  readonly strategies?: string | undefined;
  readonly strategy?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  readonly seedSet?: number | undefined;
  readonly batch?: number | undefined;
  readonly seeds?: string | undefined;
  readonly target?: number | undefined;
  readonly stop?: readonly string[] | undefined;
  readonly retryFailed?: boolean | undefined;
}

/** Compared when nothing else is said: the baseline, two scores, and a batch strategy. */
const usual = ['random', 'margin-confidence', 'entropy', 'badge'];

/**
 * The request that the flags, over the config where one is given, ask for.
 *
 * @throws AlaasError `INVALID_REQUEST` for flags that do not belong together
 */
export async function buildSimulation(
  flags: SimulateFlags,
  { config, world }: { config: Config | undefined; world: Pick<World, 'cwd' | 'stdin'> },
): Promise<SimulationRequest> {
  const pool = await poolOf(flags, world);
  const { input, dataset, embeddings, labels } = testFlags(flags);
  const hasTest = [input, dataset, embeddings].some((given) => given !== undefined);
  if (hasTest && flags.testShare !== undefined) {
    throw new AlaasError('INVALID_REQUEST', '--test-share sets part of the pool aside: leave it out with test items.');
  }
  const test = hasTest ? await poolOf({ ...flags, input, dataset, embeddings, labels }, world) : flags.testShare;
  const isScanned = pool.embeddings === undefined;
  const configured = isScanned && pool.dataset === undefined ? config?.active_learning.strategy.model : undefined;
  const model = flags.model === undefined ? configured : modelOf(flags.model, world.cwd);
  const { baseline, seedSet, batch, budget, target, stop, retryFailed } = flags;
  return {
    pool,
    ...(test === undefined ? {} : { test }),
    ...(model === undefined ? {} : { model }),
    strategies: strategiesOf(flags),
    ...teachingOf(flags, config),
    ...(flags.seeds === undefined ? {} : { seeds: seedsOf(flags.seeds) }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(seedSet === undefined ? {} : { seedSet }),
    ...(batch === undefined ? {} : { batch }),
    ...(budget === undefined ? {} : { budget }),
    ...(target === undefined ? {} : { target }),
    ...(stop === undefined ? {} : { stopping: stop.map(stoppingOf) }),
    ...(retryFailed === undefined ? {} : { retryFailed }),
  };
}

function testFlags(flags: SimulateFlags): Pick<SimulateFlags, 'input' | 'dataset' | 'embeddings' | 'labels'> {
  return {
    input: flags.testInput,
    dataset: flags.testDataset,
    embeddings: flags.testEmbeddings,
    labels: flags.testLabels,
  };
}

async function poolOf(flags: SimulateFlags, world: Pick<World, 'cwd' | 'stdin'>): Promise<SimulationRequest['pool']> {
  const { input, dataset, embeddings, labels } = flags;
  if ([input, dataset, embeddings].filter((given) => given !== undefined).length !== 1) {
    throw new AlaasError(
      'INVALID_REQUEST',
      'Give labelled items, in one way: --input, --dataset, or --embeddings with --labels.',
    );
  }
  if ((embeddings === undefined) !== (labels === undefined)) {
    throw new AlaasError('INVALID_REQUEST', '--embeddings and --labels belong together: give both or neither.');
  }
  const place = (file: string): string => (/^file:/i.test(file) ? file : resolve(world.cwd, file));
  if (embeddings !== undefined && labels !== undefined) return { embeddings: place(embeddings), labels: place(labels) };
  if (dataset !== undefined) return { dataset };
  const columns = columnsOf(flags);
  return { ...(await readInput(input as string, world)), ...(columns === undefined ? {} : { columns }) };
}

/** `--strategies a,b`, and `--strategy a:k=v,l=w+b`, which has options and wrappers. */
function strategiesOf({ strategies, strategy = [] }: SimulateFlags): SimulationRequest['strategies'] {
  if (strategies === 'all' && strategy.length === 0) return 'all';
  if (strategies === 'all') {
    throw new AlaasError('INVALID_REQUEST', '--strategies all has every strategy already: leave out --strategy.');
  }
  const plain = strategies?.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])) ?? [];
  const withOptions = strategy.map((text) => {
    const [first = '', ...around] = text.split('+');
    const choice = parseChoice(first, '--strategy');
    return around.length === 0 ? choice : { ...choice, wrap: around.map((wrap) => parseChoice(wrap, '--strategy')) };
  });
  const all = [...plain, ...withOptions];
  return all.length === 0 ? usual : all;
}

function stoppingOf(text: string): StoppingConfig {
  const { type, options } = parseChoice(text, '--stop');
  return { rule: type, options };
}

/** `5` seeds from 0 on, or a list: `3,7,11`. */
function seedsOf(text: string): number[] {
  const numbers = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  if (numbers.some((number) => Number.isNaN(number))) {
    throw new AlaasError('INVALID_REQUEST', `--seeds ${text} is neither a number of seeds nor a list such as 3,7,11.`);
  }
  const [count] = numbers as [number];
  if (numbers.length > 1) return numbers;
  if (count < 1) throw new AlaasError('INVALID_REQUEST', '--seeds asks for no run. Give at least 1.');
  return Array.from({ length: count }, (_, seed) => seed);
}
