import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { isTestFile } from '../sources.ts';
import type { Module, ModuleImport } from './read-module.ts';
import {
  databaseRule,
  environmentFiles,
  hostGlobals,
  impureGlobals,
  type PackageRules,
  packageRules,
  stagedPackage,
} from './rules.ts';

/**
 * What the modules of `packages/<name>/src` do against the rules, one line each: `path:line what is wrong, what to do`.
 * Tests and what they share answer only for imports between packages: they may use Node and look into other stages.
 */
export function checkBoundaries(modules: readonly Module[]): string[] {
  return modules.flatMap((module) => {
    const name = module.path.split('/')[1] ?? '';
    const rules = packageRules[name];
    if (rules === undefined) return [`${module.path}:1 is in a package without rules; add ${name} to rules.ts`];
    const isTest = isTestFile(module.path);
    const checks = isTest
      ? [checkForm, checkOwnPackages]
      : [checkForm, checkOwnPackages, checkLibraries, checkStage, checkTest];
    const faults = module.imports.flatMap((found) =>
      checks.flatMap((check) => {
        const fault = check({ module, found, name, rules });
        return fault === undefined ? [] : [`${module.path}:${found.line} ${fault}`];
      }),
    );
    return isTest ? faults : [...faults, ...checkGlobals(module, rules)];
  });
}

interface Case {
  readonly module: Module;
  readonly found: ModuleImport;
  /** Folder of the importing package. */
  readonly name: string;
  readonly rules: PackageRules;
}

function checkForm({ found: { specifier } }: Case): string | undefined {
  if (/^(node:)?process$/.test(specifier)) return `imports "${specifier}"; use the global process, which rules can see`;
  if (isBuiltin(specifier) && !specifier.startsWith('node:'))
    return `imports "${specifier}"; write "node:${specifier}"`;
  if (specifier.startsWith('.') && !/\.(ts|tsx|json|css)$/.test(specifier)) {
    return `imports "${specifier}" without its extension; write "${specifier}.ts"`;
  }
  return undefined;
}

function checkOwnPackages({ module, found, name, rules }: Case): string | undefined {
  const { specifier, kind } = found;
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(module.path), specifier);
    return target.startsWith(`packages/${name}/`)
      ? undefined
      : `leaves its package by "${specifier}"; import the other package by its name`;
  }
  const [scope, target = '', ...deep] = specifier.split('/');
  if (scope !== '@alaas') return undefined;
  const isEntry = packageRules[target]?.entries?.includes(deep.join('/')) === true;
  if (deep.length > 0 && !isEntry)
    return `imports "${specifier}", which is inside another package; import "@alaas/${target}"`;
  if (rules.imports.includes(target)) return undefined;
  if (!rules.loads?.includes(target)) return `imports @alaas/${target}, which ${name} must not know`;
  return kind === 'value'
    ? `imports @alaas/${target} at once; ${name} may only import its types, or load it`
    : undefined;
}

function checkLibraries({ module, found: { specifier }, name, rules }: Case): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('@alaas/')) return undefined;
  const { libraries, folders } = databaseRule;
  const isSql = libraries.some((library) => specifier === library || specifier.startsWith(`${library}/`));
  if (isSql && !folders.some((folder) => module.path.startsWith(folder))) {
    return `imports "${specifier}"; SQL is spoken only in ${folders.join(' and ')}`;
  }
  if (isBuiltin(specifier)) {
    return rules.isPortable ? `imports "${specifier}"; ${name} runs in any JavaScript engine` : undefined;
  }
  if (rules.libraries === undefined || rules.libraries.includes(specifier)) return undefined;
  return `imports "${specifier}"; ${name} may use only: ${rules.libraries.join(', ') || 'no library'}`;
}

function checkStage({ module, found, name }: Case): string | undefined {
  if (name !== stagedPackage || !found.specifier.startsWith('.')) return undefined;
  const from = stageOf(module.path);
  const target = posix.join(posix.dirname(module.path), found.specifier);
  const to = stageOf(target);
  if (from === to) return undefined;
  if (from === undefined) {
    return target.endsWith(`/src/${to}/index.ts`) ? undefined : `imports inside the stage ${to}; import its index.ts`;
  }
  if (to !== undefined) return `is in the stage ${from} and imports the stage ${to}; meet in core's types`;
  return found.kind === 'type'
    ? undefined
    : `is in the stage ${from} and imports "${found.specifier}", which is above it`;
}

function checkTest({ found: { specifier } }: Case): string | undefined {
  return isTestFile(specifier) ? `imports "${specifier}", which is for tests` : undefined;
}

/** `source` for `packages/engine/src/source/http.ts`; nothing for a file directly in `src`. */
function stageOf(path: string): string | undefined {
  const parts = path.split('/').slice(3);
  return parts.length > 1 ? parts[0] : undefined;
}

function checkGlobals(module: Module, rules: PackageRules): string[] {
  const faults: string[] = [];
  for (const { name, line } of module.globals) {
    const at = `${module.path}:${line}`;
    const isNamed = (list: readonly string[]): boolean =>
      list.includes(name) || list.includes(name.split('.')[0] as string);
    if (rules.isPortable && isNamed(hostGlobals)) faults.push(`${at} uses ${name}, which not every engine has`);
    else if (rules.isPure && isNamed(impureGlobals)) faults.push(`${at} uses ${name}; take it as an argument`);
    else if (name === 'process.env' && !environmentFiles.includes(module.path)) {
      faults.push(`${at} reads the environment; only ${environmentFiles.join(' and ')} do`);
    }
  }
  return faults;
}
