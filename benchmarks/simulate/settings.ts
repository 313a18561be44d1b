import { type Columns, type ModelEntry, modelEntrySchema } from '../../packages/core/src/index.ts';

/** Where labelled items come from; paths start at the folder of the sample data. */
export type DataFile =
  | { readonly kind: 'table'; readonly file: string; readonly columns: Columns }
  /** One item a line: a class, a space, a text. */
  | { readonly kind: 'lines'; readonly file: string }
  /** A folder of an archive that holds one folder per class. */
  | { readonly kind: 'archive'; readonly file: string; readonly folder: string }
  /** Numbers as they are, each column standardised; the label is in one column. */
  | { readonly kind: 'numbers'; readonly file: string; readonly label: string };

/** Some of the items of a file, drawn at random: those after `skip`, so that two parts of one file share none. */
export interface Part {
  readonly from: DataFile;
  readonly skip?: number;
  readonly take: number;
}

/** One line of the comparison: data, embeddings, learner, sizes. */
export interface SimulateSetting {
  /** What `--only` and the result's file are called. */
  readonly name: string;
  readonly title: string;
  /** One sentence: what the items and the classes are. */
  readonly about: string;
  readonly pool: Part;
  readonly test: Part;
  /** Makes the embeddings; null where the data are vectors. */
  readonly model: ((folder: string) => ModelEntry) | null;
  readonly learner: string;
  readonly seedSet: number;
  readonly batch: number;
  readonly budget: number;
}

/** What the others are tested against. */
export const BASELINE = 'random';
export const SEEDS: readonly number[] = [0, 1, 2, 3, 4];

/** The strategies of which the literature says that they beat random; the others of each setting are reported. */
export const CLAIMS = [
  { strategy: 'margin-confidence', short: 'margin' },
  { strategy: 'entropy', short: 'entropy' },
  { strategy: 'badge', short: 'badge' },
] as const;

const mobilenet = (folder: string): ModelEntry =>
  modelEntrySchema.parse({
    name: 'mobilenet-v1-0.75-192',
    hub: `file:${folder}/models/mobilenet-v1-0.75-192.onnx`,
    input: { name: 'input', size: [192, 192], resize: 'cubic', layout: 'NCHW', channels: 'RGB', mean: 128, std: 128 },
    outputs: { embedding: 'embedding', logits: 'logits' },
  });
const hashedNgrams = (): ModelEntry => modelEntrySchema.parse({ name: 'hashed-ngrams' });

const cifar10 = { kind: 'archive', file: 'images/cifar10-12k.tar' } as const;
const sms: DataFile = { kind: 'table', file: 'text/sms-spam.tsv', columns: { text: 'SMS', label: 'Label' } };
const banking77 = { kind: 'table', columns: { text: 'text', label: 'category' } } as const;
const letter: DataFile = { kind: 'numbers', file: 'tabular/letter-recognition.csv', label: 'Letter' };

/** Every setting, in the order in which they run. */
export const settings: readonly SimulateSetting[] = [
  {
    name: 'trec6',
    title: 'TREC-6',
    about: 'Questions by what kind of answer they ask for, one of the classes very rare.',
    pool: { from: { kind: 'lines', file: 'text/trec6.train.txt' }, take: 2500 },
    test: { from: { kind: 'lines', file: 'text/trec6.test.txt' }, take: 500 },
    model: hashedNgrams,
    learner: 'softmax-regression',
    seedSet: 60,
    batch: 60,
    budget: 300,
  },
  {
    name: 'sms',
    title: 'SMS spam',
    about: 'Text messages, one in eight of them spam.',
    pool: { from: sms, take: 2500 },
    test: { from: sms, skip: 2500, take: 1500 },
    model: hashedNgrams,
    learner: 'softmax-regression',
    seedSet: 20,
    batch: 20,
    budget: 100,
  },
  {
    name: 'letter',
    title: 'Letter recognition',
    about: 'Sixteen measures of printed capital letters: vectors without a model.',
    pool: { from: letter, take: 3000 },
    test: { from: letter, skip: 3000, take: 2000 },
    model: null,
    learner: 'softmax-regression',
    seedSet: 100,
    batch: 50,
    budget: 250,
  },
  {
    name: 'cifar10',
    title: 'CIFAR-10',
    about: 'Small photos of ten kinds of things.',
    pool: { from: { ...cifar10, folder: 'cifar10/train' }, take: 2500 },
    test: { from: { ...cifar10, folder: 'cifar10/test' }, take: 1000 },
    model: mobilenet,
    learner: 'softmax-regression',
    seedSet: 100,
    batch: 100,
    budget: 500,
  },
  {
    name: 'banking77',
    title: 'BANKING77',
    about: 'Questions to a bank by what the customer wants: many classes.',
    pool: { from: { ...banking77, file: 'text/banking77.train.csv' }, take: 2000 },
    test: { from: { ...banking77, file: 'text/banking77.test.csv' }, take: 1000 },
    model: hashedNgrams,
    learner: 'softmax-regression',
    seedSet: 154,
    batch: 77,
    budget: 231,
  },
];
