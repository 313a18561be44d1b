import { AlaasError } from '@alaas/core';

export type TransformersLibrary = typeof import('@huggingface/transformers');

/**
 * The library that runs Hugging Face models, which is installed only where they are wanted. It is told to
 * read nothing but local files and to leave its errors to us.
 *
 * @param load brings the library in; given by tests
 * @throws AlaasError `MODEL_DEPENDENCY` with the command that installs it
 */
export async function importTransformers(
  load: () => Promise<TransformersLibrary> = () => import('@huggingface/transformers'),
): Promise<TransformersLibrary> {
  let library: TransformersLibrary;
  try {
    library = await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new AlaasError(
      'MODEL_DEPENDENCY',
      'Hugging Face models need the package @huggingface/transformers, which is not installed. Run: npm install @huggingface/transformers',
      { cause },
    );
  }
  library.env.allowRemoteModels = false;
  library.env.logLevel = library.LogLevel.NONE;
  return library;
}
