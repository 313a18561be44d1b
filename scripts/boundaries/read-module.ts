import { parseSync } from 'vite';

/** One import, re-export or dynamic import of a module. */
export interface ModuleImport {
  /** As written: `./x.ts`, `node:fs`, `@alaas/core`. */
  readonly specifier: string;
  /** `type` leaves nothing behind at run time; `dynamic` loads later, by an expression. */
  readonly kind: 'value' | 'type' | 'dynamic';
  readonly line: number;
}

/** A name a module uses without declaring it, and where. */
interface GlobalUse {
  /** `Date`, or `Math.random` for a member of it. */
  readonly name: string;
  readonly line: number;
}

/** What the boundary rules need to know about a source file. */
export interface Module {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  readonly globals: readonly GlobalUse[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/**
 * Reads a TypeScript or JavaScript file. A name that is declared anywhere in the file counts as declared everywhere
 * in it.
 *
 * @throws Error when the text does not parse
 */
export function readModule(path: string, text: string): Module {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const lineOf = lineCounter(text);
  const imports: ModuleImport[] = [];
  const uses: { name: string; start: number }[] = [];
  const declared = new Set<string>();
  walk(program as unknown as Node, undefined, '', (node, parent, key) => {
    const found = importOf(node);
    if (found !== undefined) imports.push({ ...found, line: lineOf(node.start) });
    for (const name of namesDeclaredBy(node)) declared.add(name);
    if (node.type === 'Identifier' && !isPropertyName(node, parent, key)) uses.push(...usesOf(node, parent, key));
  });
  const globals = uses
    .filter(({ name }) => !declared.has(name.split('.')[0] as string))
    .map(({ name, start }) => ({ name, line: lineOf(start) }));
  return { path, imports, globals };
}

function walk(
  node: Node,
  parent: Node | undefined,
  key: string,
  visit: (node: Node, parent: Node | undefined, key: string) => void,
): void {
  visit(node, parent, key);
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, node, name, visit);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function importOf(node: Node): Omit<ModuleImport, 'line'> | undefined {
  if (!isNode(node.source) || typeof node.source.value !== 'string') return undefined;
  const specifier = node.source.value;
  if (node.type === 'ImportExpression') return { specifier, kind: 'dynamic' };
  if (node.type === 'TSImportType') return { specifier, kind: 'type' };
  return { specifier, kind: node.importKind === 'type' || node.exportKind === 'type' ? 'type' : 'value' };
}

function namesDeclaredBy(node: Node): string[] {
  const names = Array.isArray(node.params) ? node.params.flatMap(namesIn) : [];
  if (node.type === 'VariableDeclarator' || node.type.endsWith('Declaration')) names.push(...namesIn(node.id));
  if (node.type.startsWith('Import')) names.push(...namesIn(node.local));
  if (node.type === 'CatchClause') names.push(...namesIn(node.param));
  // a type parameter and the label of a tuple's element
  if (node.type === 'TSTypeParameter') names.push(...namesIn(node.name));
  if (node.type === 'TSNamedTupleMember') names.push(...namesIn(node.label));
  return names;
}

/** Names bound by a pattern: `{ a, b: [c], ...d }` binds a, c and d. */
function namesIn(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name as string];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'Property':
      return namesIn(pattern.value);
    case 'ObjectPattern':
      return (pattern.properties as unknown[]).flatMap(namesIn);
    case 'ArrayPattern':
      return (pattern.elements as unknown[]).flatMap(namesIn);
    default:
      return [];
  }
}

/** True where an identifier names a member, not a variable: the `b` of `a.b`, `{ b: 1 }` and `class { b }`. */
function isPropertyName(node: Node, parent: Node | undefined, key: string): boolean {
  if (parent === undefined) return false;
  if (key === 'property') return parent.computed !== true;
  if (key === 'key') return parent.computed !== true && parent.shorthand !== true;
  if (key === 'right') return parent.type === 'TSQualifiedName';
  return key === 'imported' || key === 'exported' || node.name === undefined;
}

/** `process.env` for both `process.env` and `const { env } = process`; `x` for a variable on its own. */
function usesOf(node: Node, parent: Node | undefined, key: string): { name: string; start: number }[] {
  const name = node.name as string;
  const { start } = node;
  if (key === 'object' && parent?.computed !== true && isNode(parent?.property)) {
    return [{ name: `${name}.${String(parent.property.name)}`, start }];
  }
  if (key === 'init' && isNode(parent?.id) && parent.id.type === 'ObjectPattern') {
    const parts = (parent.id.properties as Node[]).flatMap((part) => (isNode(part.key) ? [part.key] : []));
    return [{ name, start }, ...parts.map((part) => ({ name: `${name}.${String(part.name)}`, start }))];
  }
  return [{ name, start }];
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.filter((start) => start <= offset).length;
}
