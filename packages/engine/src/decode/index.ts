export { createAudioDecoder } from './audio-decoder.ts';
export { contentType } from './content-type.ts';
export { decodeVersion } from './image-contract.ts';
export { createImageDecoder } from './image-decoder.ts';
export { type DecodeLimits, decodeLimits } from './limits.ts';
export { createPixelDecoder } from './pixel-decoder.ts';
export { decodeSeries, seriesContent, seriesOf } from './series.ts';
export { decodeRow } from './table-row.ts';
export { decodeText } from './text.ts';
