import { z } from 'zod';

/** How an image becomes the model's input tensor. */
export const imageInputSchema = z.strictObject({
  name: z.string().min(1).optional().describe("The graph input's name; needed only where the graph has several."),
  size: z
    .tuple([z.int().min(1).max(4096), z.int().min(1).max(4096)])
    .optional()
    .describe('[height, width] in pixels. Default: what the graph states.'),
  resize: z
    .enum(['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3'])
    .default('linear')
    .describe('Resampling kernel.'),
  crop: z
    .enum(['none', 'center'])
    .default('none')
    .describe('none: stretch to the size. center: keep the aspect ratio and cut what hangs over.'),
  short_side: z
    .int()
    .min(1)
    .max(8192)
    .optional()
    .describe('With crop: center, the shorter side is first resized to this many pixels. Default: just covers size.'),
  layout: z.enum(['NCHW', 'NHWC']).default('NCHW').describe('Order of the axes.'),
  channels: z.enum(['RGB', 'BGR', 'GRAY']).default('RGB').describe('Order of the channels.'),
  mean: z
    .union([z.number(), z.array(z.number()).min(1).max(3)])
    .default(0)
    .describe('Subtracted from values in 0..255; one number or one per channel.'),
  std: z
    .union([z.number().positive(), z.array(z.number().positive()).min(1).max(3)])
    .default(255)
    .describe('Divides after the mean is subtracted; one number or one per channel.'),
});

export type ImageInput = z.output<typeof imageInputSchema>;

/** Which of the graph's outputs are what. Unnamed ones are found by the names `embedding`, `logits`, `probabilities`. */
const modelOutputsSchema = z.strictObject({
  embedding: z.string().min(1).optional().describe('Output [N x D], or [N x T x D] with pooling.'),
  logits: z.string().min(1).optional().describe('Output [N x K] before the softmax.'),
  probabilities: z.string().min(1).optional().describe('Output [N x K] whose rows sum to 1.'),
  pooling: z
    .enum(['mean', 'cls'])
    .default('mean')
    .describe('How token embeddings [N x T x D] become one row: mean over real tokens, or the first token.'),
});

export type ModelOutputs = z.output<typeof modelOutputsSchema>;

/** One model of the zoo or of a config: where it is and how to feed it. */
export const modelEntrySchema = z.strictObject({
  name: z.string().min(1).max(200).describe('What results and cached features call it.'),
  hub: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Where it is: file:PATH or https://URL of an ONNX file, hf:OWNER/NAME or file:FOLDER for a Hugging Face model, zoo for a built-in one. Default: zoo.',
    ),
  model: z.string().min(1).optional().describe('Name of the model in its hub, as ALaaS 2022 files give it.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional()
    .describe('Checksum of the ONNX file; demanded for a URL.'),
  batch_size: z
    .union([z.literal('auto'), z.int().min(1).max(4096)])
    .default('auto')
    .describe('Items per inference; auto finds the plateau.'),
  device: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['cpu', 'cuda']))
    .default('cpu')
    .describe('Where inference runs: cpu or cuda, in any case.'),
  tokenizer: z.string().min(1).optional().describe('file:PATH of a tokenizer.json, for a text model.'),
  task: z.string().min(1).optional().describe('The task of a hub model: text-classification, feature-extraction, ...'),
  max_tokens: z.int().min(1).max(65536).default(256).describe('Longer texts are cut to this many tokens.'),
  input: imageInputSchema.optional().describe('Preprocessing of images.'),
  outputs: modelOutputsSchema.optional().describe('Which outputs are what.'),
  labels: z
    .array(z.string().min(1).max(1024))
    .min(1)
    .refine((labels) => new Set(labels).size === labels.length, { message: 'name each label once' })
    .optional()
    .describe(
      'Names of the classes in the order in which the model gives them, as items are labelled with them. Default: those in the config.json of a Hugging Face classifier.',
    ),
});

export type ModelEntry = z.output<typeof modelEntrySchema>;
