export { decodeVersion, type ImageDecoder, type SizedImageInput } from './image-contract.ts';
export { createImageDecoder } from './image-decoder.ts';
export { createPixelDecoder, type PixelDecoder } from './pixel-decoder.ts';
export { decodeText } from './text.ts';
