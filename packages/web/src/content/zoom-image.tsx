import type { Picture } from './use-picture.ts';
import type { Zoom } from './zoom.ts';

/** From this scale on, pixels are shown as the squares that they are. */
const pixelScale = 4;

/** An image where a zoom puts it on its pane. */
export function ZoomImage({
  picture,
  zoom,
  alt,
}: {
  readonly picture: Picture;
  readonly zoom: Zoom;
  readonly alt: string;
}) {
  return (
    <img
      src={picture.url}
      alt={alt}
      draggable={false}
      className="pointer-events-none absolute top-0 left-0 max-w-none origin-top-left select-none"
      style={{
        width: picture.width * zoom.scale,
        height: picture.height * zoom.scale,
        transform: `translate(${zoom.x}px, ${zoom.y}px)`,
        imageRendering: zoom.scale > pixelScale ? 'pixelated' : 'auto',
      }}
    />
  );
}
