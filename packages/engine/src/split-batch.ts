import { type Batch, type Features, type Matrix, matrix } from '@alaas/core';

/** The items of a batch as batches of one; tensors are views. */
export function splitBatch(batch: Batch): Batch[] {
  if (batch.kind === 'text') return batch.texts.map((text) => ({ kind: 'text', texts: [text] }));
  if (batch.kind === 'pixels') return batch.images.map((image) => ({ kind: 'pixels', images: [image] }));
  if (batch.kind === 'audio') return batch.clips.map((clip) => ({ kind: 'audio', clips: [clip] }));
  if (batch.kind === 'series') return batch.series.map((series) => ({ kind: 'series', series: [series] }));
  if (batch.kind === 'table') return batch.rows.map((row) => ({ kind: 'table', rows: [row] }));
  const { data, shape, size } = batch;
  const length = data.length / size;
  return Array.from({ length: size }, (_, i) => ({
    kind: 'tensor',
    data: data.subarray(i * length, (i + 1) * length),
    shape,
    size: 1,
  }));
}

/** What the parts of a batch gave, as one. */
export function joinRows(parts: readonly Features[]): Features {
  const embeddings = join(parts.flatMap((part) => part.embeddings ?? []));
  const probabilities = join(parts.flatMap((part) => part.probabilities ?? []));
  return { ...(embeddings && { embeddings }), ...(probabilities && { probabilities }) };
}

function join(parts: readonly Matrix[]): Matrix | undefined {
  const columns = parts[0]?.columns;
  if (columns === undefined) return undefined;
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const { data } of parts) {
    out.set(data, at);
    at += data.length;
  }
  return matrix(out, columns);
}
