import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AlaasError, type Config, type ModelEntry, parseConfig } from '@alaas/core';
import type { World } from './world.ts';

export interface LoadedConfig {
  readonly config: Config;
  /** Absolute folder that the config's relative paths start from. */
  readonly folder: string;
}

/**
 * The config file, or the defaults without one.
 *
 * Its relative paths start from its own folder; those of a model also from the working directory, where the
 * file's folder has nothing of that name.
 *
 * @throws AlaasError `INVALID_CONFIG` with every problem at once, or when there is no such file
 */
export async function loadConfig(path: string | undefined, { cwd }: Pick<World, 'cwd'>): Promise<LoadedConfig> {
  if (path === undefined) return { config: parseConfig('', 'the defaults'), folder: cwd };
  const file = resolve(cwd, path);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new AlaasError('INVALID_CONFIG', `The config file ${file} cannot be read (${reason}). Check --config.`, {
      cause: error,
    });
  }
  const folder = dirname(file);
  return { config: withModelPaths(parseConfig(text, path), [folder, cwd]), folder };
}

function withModelPaths(config: Config, folders: readonly string[]): Config {
  const { strategy } = config.active_learning;
  if (strategy.model === undefined) return config;
  const model = { ...strategy.model, ...pathsOf(strategy.model, folders) };
  return { ...config, active_learning: { ...config.active_learning, strategy: { ...strategy, model } } };
}

function pathsOf({ hub, tokenizer }: ModelEntry, folders: readonly string[]): Partial<ModelEntry> {
  return {
    ...(hub === undefined ? {} : { hub: absolute(hub, folders) }),
    ...(tokenizer === undefined ? {} : { tokenizer: absolute(tokenizer, folders) }),
  };
}

/** `file:PATH` of a relative path made absolute: in the first folder that has it, or else in the first. */
function absolute(place: string, folders: readonly string[]): string {
  if (place.startsWith('file://') || !/^(file:|\.{1,2}[\\/])/.test(place)) return place;
  const path = place.replace(/^file:/, '');
  const candidates = folders.map((folder) => resolve(folder, path));
  return `file:${candidates.find((candidate) => existsSync(candidate)) ?? candidates[0]}`;
}
