import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AlaasError, isAlaasError, type ModelEntry } from '@alaas/core';
import { maxModelBytes, writeWhole } from './download-model.ts';
import { exists } from './exists.ts';
import type { LocateOptions } from './model-backend.ts';

const host = 'https://huggingface.co';

/** The part used of what the hub says about a file. */
interface RepositoryFile {
  readonly rfilename: string;
  readonly lfs?: { readonly sha256: string };
}

/** The part used of what the hub says about a model. */
interface Repository {
  /** The commit that the revision stands for. */
  readonly sha: string;
  readonly siblings: readonly RepositoryFile[];
}

/**
 * Folder with the files of a Hugging Face model, downloaded at the first call. Later calls use what is there
 * and ask nobody, so a model stays the same until its folder is deleted or another revision is asked for.
 *
 * @param id OWNER/NAME, or OWNER/NAME@REVISION
 * @throws AlaasError `MODEL_MISSING` when there is no such model or no ONNX export of it, `MODEL_CHECKSUM`,
 *   `SOURCE_*` from `read`
 */
export async function downloadFromHub(entry: ModelEntry, id: string, options: LocateOptions): Promise<string> {
  const [name = id, revision = 'main'] = id.split('@');
  const folder = join(options.cache, 'huggingface', encodeURIComponent(name), encodeURIComponent(revision));
  if (await exists(folder)) return folder;

  const { sha, siblings } = await askHub(name, revision, options);
  const wanted = wantedFiles(siblings);
  if (!wanted.some(({ rfilename }) => rfilename.endsWith('.onnx'))) throw withoutOnnx(entry, name);
  const temporary = `${folder}.${randomUUID()}.part`;
  try {
    for (const file of wanted) {
      const path = file.rfilename.split('/').map(encodeURIComponent).join('/');
      const bytes = await options.read(`${host}/${name}/resolve/${sha}/${path}`, maxModelBytes, options.signal);
      checkSum(entry, name, file, bytes);
      await writeWhole(join(temporary, ...file.rfilename.split('/')), bytes);
    }
    await mkdir(dirname(folder), { recursive: true });
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // another process may have been quicker
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

async function askHub(name: string, revision: string, { read, signal }: LocateOptions): Promise<Repository> {
  const url = `${host}/api/models/${name}/revision/${encodeURIComponent(revision)}?blobs=true`;
  let bytes: Uint8Array;
  try {
    bytes = await read(url, 16 * 2 ** 20, signal);
  } catch (cause) {
    if (isAlaasError(cause, 'SOURCE_NOT_FOUND')) {
      throw new AlaasError('MODEL_MISSING', `There is no model ${name} (${revision}) on Hugging Face. Correct hub.`, {
        cause,
      });
    }
    if (!isAlaasError(cause)) throw cause;
    const advice = 'Or put the files of the model into a folder and write hub: file:FOLDER.';
    throw new AlaasError(cause.code, `${cause.message} ${advice}`, { cause });
  }
  return parseRepository(bytes, url);
}

function parseRepository(bytes: Uint8Array, url: string): Repository {
  const invalid = (cause?: unknown): AlaasError =>
    new AlaasError('MODEL_MISSING', `${url} did not answer with the files of a model. Try again later.`, { cause });
  let value: Partial<Repository> | null;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Repository> | null;
  } catch (cause) {
    throw invalid(cause);
  }
  const { sha, siblings } = value ?? {};
  if (typeof sha !== 'string' || !/^[0-9a-f]+$/.test(sha) || !Array.isArray(siblings)) throw invalid();
  return { sha, siblings: siblings.filter((file) => typeof file?.rfilename === 'string') };
}

/** Configuration, tokenizer and the full-precision graph with its weights; the quantized one where there is no other. */
function wantedFiles(files: readonly RepositoryFile[]): RepositoryFile[] {
  const startsWith = (prefix: string): RepositoryFile[] =>
    files.filter(({ rfilename }) => rfilename.startsWith(prefix) && !rfilename.includes('..'));
  const full = startsWith('onnx/model.onnx');
  const graph = full.length > 0 ? full : startsWith('onnx/model_quantized.onnx');
  return [...files.filter(({ rfilename }) => /^[\w.-]+\.(json|txt)$/.test(rfilename)), ...graph];
}

function checkSum(entry: ModelEntry, name: string, file: RepositoryFile, bytes: Uint8Array): void {
  const expected = file.lfs?.sha256;
  if (expected === undefined) return;
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual === expected) return;
  throw new AlaasError(
    'MODEL_CHECKSUM',
    `Model "${entry.name}": ${file.rfilename} of ${name} came with SHA-256 ${actual}, and the hub states ${expected}. Try again.`,
  );
}

function withoutOnnx(entry: ModelEntry, name: string): AlaasError {
  return new AlaasError(
    'MODEL_MISSING',
    `Model "${entry.name}": ${name} has no onnx/model.onnx. Export it once with "optimum-cli export onnx --model ${name} FOLDER", put model.onnx into FOLDER/onnx, and write hub: file:FOLDER.`,
  );
}
