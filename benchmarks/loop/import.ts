import { type Ratio, ratio } from '../result.ts';
import { type Measured, measureImport, mib, type Way } from './import-run.ts';
import { namedTextLines, textLines, textTable, uriLines, uriTable } from './pools.ts';
import type { Bench, Row } from './row.ts';

const FEW = 100_000;
const MANY = 1_000_000;
/** Items a second. */
const RATE = 20_000;
/** Peaks of flat work differ by some 5 %. Items that were held, at 300 bytes or more each, would make it less than a half. */
const FLAT = 0.9;

const ways: readonly Way[] = [
  { name: 'streamed texts', format: textLines, isStreamed: true },
  { name: 'streamed URIs', format: uriLines, isStreamed: true },
  { name: 'JSONL file of texts', format: namedTextLines, isStreamed: false },
  { name: 'JSONL file of URIs', format: uriLines, isStreamed: false },
  { name: 'CSV file of texts', format: textTable, isStreamed: false },
  { name: 'CSV file of URIs', format: uriTable, isStreamed: false },
];

/** 1,000,000 items pushed to a dataset, until the answer; the same pushed again; and the memory of 100,000 and of these. */
export const importItems: Row = {
  name: 'import',
  async run(bench) {
    const ratios: Ratio[] = [];
    for (const way of ways) ratios.push(...(await measureWay(way, bench)));
    return ratios;
  },
};

async function measureWay(way: Way, bench: Bench): Promise<Ratio[]> {
  const few = await measureImport(way, FEW, bench);
  const many = await measureImport(way, MANY, bench);
  const rate = (seconds: number): string => `items/s; of ${FEW} items ${(FEW / seconds).toFixed(0)}`;
  const cpu = `the service's processor time for ${MANY} items is ${many.firstCpuSeconds.toFixed(1)} s`;
  const memory = (name: string, bytes: (measured: Measured) => number): Ratio =>
    ratio(
      `${way.name}, ${name}`,
      bytes(few) / bytes(many),
      FLAT,
      `at most ${mib(bytes(few))} for ${FEW} items, ${mib(bytes(many))} for ${MANY}`,
    );
  return [
    ratio(way.name, MANY / many.firstSeconds, RATE, `${rate(few.firstSeconds)}; ${cpu}`),
    ratio(`${way.name}, again`, MANY / many.againSeconds, RATE, rate(few.againSeconds)),
    memory('memory', ({ pushBytes }) => pushBytes),
    memory('scan memory', ({ scanBytes }) => scanBytes),
  ];
}
