import { existsSync, readFileSync } from 'node:fs';
import { filesInTar } from '../tar.ts';

const archives = {
  /** 32 x 32 px: the network and the overhead per item weigh most. */
  thumbnails: new URL('../../../shared/data/images/cifar10-12k.tar', import.meta.url),
  /** 150 x 150 px: decoding weighs most. */
  photos: new URL('../../../shared/data/images/trashnet.tar', import.meta.url),
};

export type ImageSet = keyof typeof archives;

export const MODEL = new URL('../../../shared/data/models/mobilenet-v1-0.25-128.onnx', import.meta.url);

/** Why the benchmark cannot run here, if it cannot. */
export function missingData(): string | undefined {
  const missing = [...Object.values(archives), MODEL].find((url) => !existsSync(url));
  return missing === undefined
    ? undefined
    : `${missing.pathname} is not here; the benchmark needs real images and a real model`;
}

/** JPEGs of an archive, taken evenly from all classes; an `offset` of 1 gives others, for up to half of the archive. */
export function loadImages(set: ImageSet, count: number, offset = 0): Uint8Array[] {
  const all = [...filesInTar(readFileSync(archives[set]))]
    .filter(({ name }) => name.endsWith('.jpg'))
    .map(({ bytes }) => bytes);
  const step = Math.floor(all.length / count);
  return Array.from({ length: count }, (_, i) => all[i * step + offset] as Uint8Array);
}
