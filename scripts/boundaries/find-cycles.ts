import { posix } from 'node:path';
import type { Module } from './read-module.ts';

/**
 * Groups of modules that import each other in a circle at load time, each group in path order. Imports of types and
 * `import()` do not count: they load nothing, or load later.
 *
 * Tarjan 1972, strongly connected components. O(modules + imports).
 */
export function findCycles(modules: readonly Module[]): string[][] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const state = new Map<string, { index: number; low: number; isOpen: boolean }>();
  const open: string[] = [];
  const cycles: string[][] = [];

  function visit(module: Module): { index: number; low: number; isOpen: boolean } {
    const own = { index: state.size, low: state.size, isOpen: true };
    state.set(module.path, own);
    open.push(module.path);
    const targets = targetsOf(module);
    for (const target of targets) {
      const next = byPath.get(target);
      if (next === undefined) continue;
      const known = state.get(target);
      if (known === undefined) own.low = Math.min(own.low, visit(next).low);
      else if (known.isOpen) own.low = Math.min(own.low, known.index);
    }
    if (own.low === own.index) {
      const group = open.splice(open.indexOf(module.path));
      for (const path of group) (state.get(path) ?? own).isOpen = false;
      if (group.length > 1 || targets.includes(module.path)) cycles.push(group.sort());
    }
    return own;
  }

  for (const module of modules) if (!state.has(module.path)) visit(module);
  return cycles;
}

function targetsOf(module: Module): string[] {
  return module.imports
    .filter((found) => found.kind === 'value')
    .flatMap(({ specifier }) => {
      if (specifier.startsWith('.')) return [posix.join(posix.dirname(module.path), specifier)];
      const [scope, name, entry = 'index'] = specifier.split('/');
      return scope === '@alaas' ? [`packages/${name}/src/${entry}.ts`] : [];
    });
}
