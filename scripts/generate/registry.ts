import type { GeneratedFile, Generator } from './generator.ts';
import { type ZooFolder, zooFiles } from './zoo-files.ts';

const lists = [
  { folder: 'strategies', name: 'strategies', type: 'Strategy', text: 'Every query strategy' },
  { folder: 'wrappers', name: 'wrappers', type: 'Wrapper', text: 'Every wrapper' },
  { folder: 'models', name: 'featurizers', type: 'Featurizer', text: 'Every built-in model' },
  { folder: 'learners', name: 'learners', type: 'Learner', text: 'Every learner' },
  { folder: 'stopping', name: 'stoppingRules', type: 'StoppingRule', text: 'Every stopping rule' },
] as const satisfies readonly { folder: ZooFolder; name: string; type: string; text: string }[];

/** The zoo's registry: a file dropped into one of its folders is listed by itself. */
export const registry: Generator = {
  title: "the zoo's registry",
  async generate(root) {
    const parts = await Promise.all(lists.map(async (list) => ({ ...list, files: await zooFiles(root, list.folder) })));
    const imports = parts.flatMap(({ folder, files, type }) =>
      files.map((file) => `import ${variableName(file, type)} from './${folder}/${file}.ts';`),
    );
    const exports = parts.map(({ files, name, type, text }) => {
      const rows = files.map((file) => `  ${variableName(file, type)},\n`).join('');
      return `/** ${text}, in order of file names. */\nexport const ${name}: readonly ${type}[] = [${rows === '' ? '' : `\n${rows}`}];\n`;
    });
    const types = lists.map((list) => list.type).sort();
    const file: GeneratedFile = {
      path: 'packages/zoo/src/registry.gen.ts',
      text: [
        '// Generated from the files of strategies/, wrappers/, models/, learners/ and stopping/. Do not edit: npm run generate.',
        `import type { ${types.join(', ')} } from '@alaas/core';`,
        ...imports,
        '',
        exports.join('\n'),
      ].join('\n'),
    };
    return [file];
  },
};

/** The strategy of `least-confidence.ts` is `leastConfidenceStrategy`: unique among the folders. */
function variableName(file: string, type: string): string {
  const words = file.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('') + type;
}
