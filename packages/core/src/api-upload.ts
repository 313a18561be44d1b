/** What a browser sends of its own files: manifests, and contents one by one. */
import { z } from 'zod';
import { manifestFormats } from './api.ts';

const column = z.string().min(1).max(1024).optional();

/** The query of `POST /v1/datasets/{id}/manifest`, whose body is the manifest. */
export const manifestQuerySchema = z.strictObject({
  format: z
    .enum(['auto', ...manifestFormats])
    .default('auto')
    .describe('auto: told from its first line, and never texts: one text a line. A list has one URI or path a line.'),
  id: column.describe('Column or field of the id. Default: id.'),
  uri: column.describe('Column of the URI. Default: uri, url, path, file, image or filename.'),
  text: column.describe('Column of the text. Default: text, sentence, content or document.'),
  label: column.describe('Column of known labels. Default: none; a label column is never guessed.'),
  base: z.string().max(8192).optional().describe('Absolute folder or URI that relative paths start from.'),
});

/** The query of `POST /v1/datasets/{id}/files`, whose body is one content. */
export const fileQuerySchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^\p{Cc}]+$/u, 'leave control characters out')
    .describe('What people call it, such as "cats/1.jpg". It is shown, and never used as a path.'),
  label: z.string().min(1).max(1024).optional().describe('A known label.'),
});

/** What became of a content: `added` is false where the dataset had it under this name already. */
export const fileUploadedSchema = z.object({
  /** Made of the content's checksum and the name: the same file sent again is the same item. */
  item: z.string(),
  uri: z.string(),
  type: z.string(),
  bytes: z.int(),
  added: z.boolean(),
  /** The scan that this content started or joined. */
  job: z.string(),
});

export type FileUploaded = z.output<typeof fileUploadedSchema>;
