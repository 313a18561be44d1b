/** Heads of live pools as ONNX files. */
import { readFile } from 'node:fs/promises';
import { exportHead, joinHead } from './export-head.ts';
import type { ExportWork } from './live-message.ts';

/** The file's bytes, made within a thread: a model of a hundred megabytes takes its time. */
export async function writeLive({ head, model }: ExportWork): Promise<Uint8Array> {
  const own = head.kind === 'single' ? head.head : { labels: head.classes, heads: head.heads };
  return model === undefined ? exportHead(own) : joinHead(own, await readFile(model.path), model.embedding);
}
