import { AlaasError } from '@alaas/core';
import type { SourceFactory } from './context.ts';
import { fileSource } from './file.ts';
import { fileUri } from './file-uri.ts';
import { shown } from './shown.ts';
import { uploadPath } from './uploads.ts';

/** Reads `upload:` URIs: contents that people sent, for callers of either kind. A digest names a content for ever. */
export const uploadSource: SourceFactory = (context) => {
  const { uploads } = context;
  // the folder is ours: what is in it was let in when it was sent
  const files = fileSource({ ...context, access: 'local' });
  return {
    schemes: uploads === undefined ? [] : ['upload'],
    concurrency: files.concurrency,
    async open(uri, { known, ...options }) {
      const found = uploads === undefined ? undefined : uploadPath(uploads, uri);
      if (found === undefined) throw new AlaasError('SOURCE_NOT_FOUND', `${shown(uri)} names no upload.`);
      if (known === found.sha256) return 'unchanged';
      try {
        const content = await files.open(fileUri(found.path), options);
        return content === 'unchanged' ? content : { bytes: content.bytes, validator: found.sha256 };
      } catch (error) {
        if (error instanceof AlaasError && error.code === 'SOURCE_NOT_FOUND') {
          throw new AlaasError('SOURCE_NOT_FOUND', `${shown(uri)} is not kept any more. Send the file again.`);
        }
        throw error;
      }
    },
    close: () => files.close(),
  };
};
