import type { GeneratedFile, Generator } from './generator.ts';
import { type ZooFolder, zooFiles } from './zoo-files.ts';

interface List {
  readonly folder: ZooFolder;
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** The built-in models have a file of their own: workers that embed contents load them without the rest. */
const registries: readonly { readonly path: string; readonly lists: readonly List[] }[] = [
  {
    path: 'packages/zoo/src/registry.gen.ts',
    lists: [
      { folder: 'strategies', name: 'strategies', type: 'Strategy', text: 'Every query strategy' },
      { folder: 'wrappers', name: 'wrappers', type: 'Wrapper', text: 'Every wrapper' },
      { folder: 'learners', name: 'learners', type: 'Learner', text: 'Every learner' },
      { folder: 'stopping', name: 'stoppingRules', type: 'StoppingRule', text: 'Every stopping rule' },
    ],
  },
  {
    path: 'packages/zoo/src/featurizers.gen.ts',
    lists: [{ folder: 'models', name: 'featurizers', type: 'Featurizer', text: 'Every built-in model' }],
  },
];

/** The zoo's registries: a file dropped into one of its folders is listed by itself. */
export const registry: Generator = {
  title: "the zoo's registries",
  generate: (root) => Promise.all(registries.map(({ path, lists }) => registryFile(root, path, lists))),
};

async function registryFile(root: string, path: string, lists: readonly List[]): Promise<GeneratedFile> {
  const parts = await Promise.all(lists.map(async (list) => ({ ...list, files: await zooFiles(root, list.folder) })));
  const imports = parts.flatMap(({ folder, files, type }) =>
    files.map((file) => `import ${variableName(file, type)} from './${folder}/${file}.ts';`),
  );
  const exports = parts.map(({ files, name, type, text }) => {
    const rows = files.map((file) => `  ${variableName(file, type)},\n`).join('');
    return `/** ${text}, in order of file names. */\nexport const ${name}: readonly ${type}[] = [${rows === '' ? '' : `\n${rows}`}];\n`;
  });
  const types = lists.map((list) => list.type).sort();
  const folders = lists.map(({ folder }) => `${folder}/`);
  const named = folders.length === 1 ? folders.join('') : `${folders.slice(0, -1).join(', ')} and ${folders.at(-1)}`;
  return {
    path,
    text: [
      `// Generated from the files of ${named}. Do not edit: npm run generate.`,
      `import type { ${types.join(', ')} } from '@alaas/core';`,
      ...imports,
      '',
      exports.join('\n'),
    ].join('\n'),
  };
}

/** The strategy of `least-confidence.ts` is `leastConfidenceStrategy`: unique among the folders. */
function variableName(file: string, type: string): string {
  const words = file.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('') + type;
}
