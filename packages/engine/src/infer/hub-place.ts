import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AlaasError, type ModelEntry } from '@alaas/core';

/** What a model entry's `hub` points at. */
export type HubPlace =
  | { readonly kind: 'zoo'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'huggingface'; readonly id: string };

/**
 * Where the model is, with local paths made absolute and looked up.
 *
 * @param folder absolute; relative paths start here
 * @throws AlaasError `MODEL_MISSING` naming the path tried, or how to bring a TorchHub model over;
 *   `INVALID_CONFIG` for a hub that names no model
 */
export async function findHubPlace(entry: ModelEntry, folder: string): Promise<HubPlace> {
  const hub = entry.hub ?? 'zoo';
  if (hub === 'zoo') return { kind: 'zoo', name: entry.model ?? entry.name };
  if (/^https?:\/\//i.test(hub)) return { kind: 'url', url: hub };
  if (hub.startsWith('hf:')) return { kind: 'huggingface', id: repositoryId(entry, hub.slice(3)) };
  // ALaaS 2022 files write `hub: huggingface/...` and put the repository's id into `model`
  if (/^huggingface(\/|$)/i.test(hub))
    return { kind: 'huggingface', id: repositoryId(entry, entry.model ?? entry.name) };
  const path = localPath(hub, folder);
  const kind = await kindOf(path);
  if (kind !== undefined) return { kind, path };
  if (looksLikePath(hub)) throw missingFile(entry, path);
  throw torchHub(entry, hub);
}

/**
 * The absolute path behind `file:PATH`, `file:///PATH` or a plain path.
 *
 * @throws AlaasError `INVALID_CONFIG` for a file: URL of another host
 */
export function localPath(place: string, folder: string): string {
  if (!place.startsWith('file://')) return resolve(folder, place.replace(/^file:/, ''));
  try {
    return fileURLToPath(place);
  } catch (cause) {
    throw new AlaasError(
      'INVALID_CONFIG',
      `"${place}" is not a file on this machine. Write file:PATH, or file:///ABSOLUTE/PATH.`,
      { cause },
    );
  }
}

function repositoryId(entry: ModelEntry, id: string): string {
  // a single name without owner is one of the hub's first models, such as bert-base-uncased
  if (/^[\w.-]+(\/[\w.-]+)?(@[\w./-]+)?$/.test(id) && !id.includes('..')) return id;
  throw new AlaasError(
    'INVALID_CONFIG',
    `Model "${entry.name}": "${id}" is not the id of a Hugging Face model. Write hub: hf:OWNER/NAME, or hf:OWNER/NAME@REVISION.`,
  );
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new AlaasError('MODEL_MISSING', `The model at ${path} cannot be read (${code}). Check its permissions.`, {
      cause: error,
    });
  }
}

function looksLikePath(hub: string): boolean {
  return /^(file:|\.{0,2}\/|[a-z]:\\)/i.test(hub) || hub.endsWith('.onnx');
}

function missingFile(entry: ModelEntry, path: string): AlaasError {
  return new AlaasError(
    'MODEL_MISSING',
    `Model "${entry.name}": there is no file ${path}. Correct hub, or put the ONNX file there; a relative path starts at the folder of the config file.`,
  );
}

function torchHub(entry: ModelEntry, hub: string): AlaasError {
  const name = entry.model ?? entry.name;
  return new AlaasError(
    'MODEL_MISSING',
    `Model "${entry.name}": "${hub}" is no file here, and TorchHub models are Python code that ALaaS does not run. ` +
      `Export it once with PyTorch: torch.onnx.export(torch.hub.load("${hub}", "${name}", pretrained=True).eval(), ` +
      `torch.zeros(1, 3, 224, 224), "${name}.onnx", input_names=["input"], output_names=["logits"], ` +
      `dynamic_axes={"input": {0: "N"}, "logits": {0: "N"}}); then write hub: file:${name}.onnx.`,
  );
}
