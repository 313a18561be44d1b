import { useEffect, useState } from 'react';
import type { Size } from './zoom.ts';

/**
 * An image that the browser has decoded, in the size of the upright picture: that of the decoder of the service. Browsers turn
 * a JPEG by its EXIF orientation themselves, and the service has turned what they do not.
 */
export interface Picture extends Size {
  readonly url: string;
}

/** @returns undefined: it is being decoded; failed: the browser cannot */
export function usePicture(blob: Blob): Picture | 'failed' | undefined {
  const [picture, setPicture] = useState<Picture | 'failed'>();
  useEffect(() => {
    const url = URL.createObjectURL(blob);
    let isWanted = true;
    const image = new Image();
    image.src = url;
    image.decode().then(
      () => isWanted && setPicture({ url, width: image.naturalWidth, height: image.naturalHeight }),
      () => isWanted && setPicture('failed'),
    );
    return () => {
      isWanted = false;
      setPicture(undefined);
      URL.revokeObjectURL(url);
    };
  }, [blob]);
  return picture;
}
