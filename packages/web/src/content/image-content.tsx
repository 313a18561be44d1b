import { useMessages } from '../i18n/use-messages.ts';
import { messages as common } from '../ui/messages.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import { useObjectUrl } from './object-url.ts';
import { usePicture } from './use-picture.ts';
import { ZoomImage } from './zoom-image.tsx';
import { ZoomPane } from './zoom-pane.tsx';

/** An image that can be looked at closely. */
export function ImageContent({ blob, name }: { readonly blob: Blob; readonly name: string }) {
  const t = useMessages(messages);
  const loading = useMessages(common).loading;
  const picture = usePicture(blob);
  if (picture === undefined) return <ProgressBar label={loading} />;
  if (picture === 'failed') return <p className="text-muted">{t.cannotShow(name)}</p>;
  return (
    <ZoomPane label={t.imageView(name)} image={picture}>
      {(zoom) => <ZoomImage picture={picture} zoom={zoom} alt={t.image(name)} />}
    </ZoomPane>
  );
}

/** An image in a list. */
export function SmallImage({ blob, name }: { readonly blob: Blob; readonly name: string }) {
  const t = useMessages(messages);
  const url = useObjectUrl(blob);
  return url === undefined ? null : (
    <img src={url} alt={t.image(name)} className="max-h-24 max-w-full rounded object-contain" />
  );
}
