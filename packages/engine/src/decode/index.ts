export { contentType } from './content-type.ts';
export { decodeVersion } from './image-contract.ts';
export { createImageDecoder } from './image-decoder.ts';
export { createPixelDecoder } from './pixel-decoder.ts';
export { decodeText } from './text.ts';
export { thumbnail } from './thumbnail.ts';
