/** The bodies of `POST /v1/inspect`: what data is, before anything is made of it. */
import { z } from 'zod';
import { count, manifestFormats, poolShape } from './api.ts';

/** UTF-16 code units of a dropped file that are looked at. */
export const maxInspectedText = 2 ** 20;

export const inspectRequestSchema = z
  .strictObject({
    input: poolShape.input.describe('A folder, file, glob or URL that the service reads: an absolute path or a URI.'),
    content: z
      .string()
      .max(maxInspectedText)
      .optional()
      .describe('The text of a file that a person has dropped, or its beginning: the first MiB is enough.'),
    isWhole: z.boolean().default(true).describe('With content: whether it is the whole file.'),
    name: z.string().min(1).max(500).optional().describe('With content: what the file is called.'),
    columns: poolShape.columns.describe('Columns that are known already; the others are guessed.'),
  })
  .refine((asked) => count(asked.input, asked.content) === 1, { message: 'give exactly one of input and content' });

export type InspectRequest = z.input<typeof inspectRequestSchema>;

/** What items can be. */
export const inspectedModalities = ['text', 'image', 'audio', 'series', 'table'] as const;

export type InspectedModality = (typeof inspectedModalities)[number];

const guessedLabelSchema = z.object({ name: z.string(), items: z.int() });

export const inspectedColumnSchema = z.object({
  name: z.string(),
  /** What its values are; `empty`: there are none. */
  holds: z.enum(['text', 'number', 'boolean', 'list', 'object', 'empty']),
  /** Up to five different values, the first ones, cut to 200 characters. */
  samples: z.array(z.string()),
  /** Of the rows looked at: those with a value here, and how many different ones these are. */
  filled: z.int(),
  distinct: z.int(),
  /** What it is guessed to be; null: nothing that is needed. */
  role: z.enum(['id', 'uri', 'text', 'label']).nullable(),
  /** Why, or why not. */
  why: z.string(),
});

export type InspectedColumn = z.output<typeof inspectedColumnSchema>;

export const inspectionSchema = z.object({
  /**
   * `folder`: files below a folder or of a glob. `manifest`: a file with one item a row. `single`: one content.
   */
  kind: z.enum(['folder', 'manifest', 'single']),
  /** Of a manifest; `texts`: one text a line. */
  format: z.enum(manifestFormats).optional(),
  items: z.object({
    /** Counted so far. */
    count: z.int(),
    /** Whether there are more: counting stopped, or only the beginning was given. */
    isMore: z.boolean(),
  }),
  modality: z.object({
    /** null: it cannot be told. */
    guess: z.enum(inspectedModalities).nullable(),
    why: z.string(),
    /** Items looked at by what each seems to be. */
    counts: z.partialRecord(z.enum(inspectedModalities), z.int()),
  }),
  /** Of a manifest that has any. */
  columns: z.array(inspectedColumnSchema),
  /** The columns to push it with: `{ input, format, columns: guess }`. */
  guess: z.object({
    id: z.string().optional(),
    uri: z.string().optional(),
    text: z.string().optional(),
    label: z.string().optional(),
  }),
  /** Labels that the data seems to come with, the most frequent first; of a folder, names of the folders that files are in. */
  labels: z.array(guessedLabelSchema),
  /** Up to five items. */
  samples: z.array(
    z.object({
      id: z.string(),
      uri: z.string().optional(),
      /** The beginning of a text. */
      text: z.string().optional(),
      label: z.string().optional(),
      /** Of an image: a small JPEG as a `data:` URL, no larger than 160 by 160 pixels. */
      preview: z.string().optional(),
      /** Bytes of the content, where they were read. */
      bytes: z.int().optional(),
    }),
  ),
  warnings: z.array(
    z.object({
      /** For programs: `rows-broken`, `duplicates`, `mixed`, `unreadable`, `skipped`, `cut`, `empty`. */
      code: z.string(),
      detail: z.string(),
      /** Of how many items it is known. */
      items: z.int().optional(),
    }),
  ),
});

export type Inspection = z.output<typeof inspectionSchema>;
