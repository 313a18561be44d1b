import { useQuery } from '@tanstack/react-query';
import { Ban, Hand, SquarePlus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useProjectClient } from '../../api/client-context.ts';
import { contentQuery } from '../../content/content-query.ts';
import { messages as content } from '../../content/messages.ts';
import { nameOf } from '../../content/name-of.ts';
import { type Picture, usePicture } from '../../content/use-picture.ts';
import { type Size, toImage, type Zoom } from '../../content/zoom.ts';
import { ZoomImage } from '../../content/zoom-image.tsx';
import { ZoomPane } from '../../content/zoom-pane.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { firstKey, hasKey } from '../../keys/keymap.ts';
import { useKeymap } from '../../keys/use-keymap.ts';
import { usePartKeys } from '../../keys/use-part-keys.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { messages as common } from '../../ui/messages.ts';
import { Problem } from '../../ui/problem.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ItemAndAnswers } from '../item-box.tsx';
import { useAnnouncer } from '../marks/announcer.tsx';
import { Hint } from '../marks/hint.tsx';
import { LabelPicker } from '../marks/label-picker.tsx';
import { messages as shared } from '../marks/messages.ts';
import type { TaskViewProps } from '../task-view.ts';
import { BoxLayer } from './box-layer.tsx';
import { boxesKeys, newBoxKey } from './keys.ts';
import { messages } from './messages.ts';
import { answerOf } from './model.ts';
import { centred, clearOf } from './rect.ts';
import { useBoxes } from './use-boxes.ts';

/** On a phone all tools are icons, in one row. */
const toolClass = 'px-2.5! max-md:min-w-11';

/** An image, and boxes on it with labels. */
export function BoxesView(props: TaskViewProps) {
  const { project, item } = props;
  const t = useMessages(messages);
  const loading = useMessages(common).loading;
  const client = useProjectClient(project.id);
  const { data, error, refetch } = useQuery(contentQuery(client, item.item));
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={loading} />;
  if (data.kind !== 'image') return <p className="text-muted">{t.noImage(nameOf(item.uri, item.item))}</p>;
  return <WithPicture key={item.item} {...props} blob={data.blob} />;
}

function WithPicture(props: TaskViewProps & { readonly blob: Blob }) {
  const t = useMessages(messages);
  const loading = useMessages(common).loading;
  const picture = usePicture(props.blob);
  if (picture === undefined) return <ProgressBar label={loading} />;
  if (picture === 'failed') return <p className="text-muted">{t.broken(nameOf(props.item.uri, props.item.item))}</p>;
  return <BoxesEditor {...props} picture={picture} />;
}

function BoxesEditor(props: TaskViewProps & { readonly picture: Picture }) {
  const { picture, project, item, labelKeys, isReadOnly = false, onSubmit } = props;
  const t = useMessages(messages);
  const tasks = useMessages(shared);
  const view = useMessages(content);
  const [say, announced] = useAnnouncer();
  const [isMoved, setIsMoved] = useState(false);
  const editing = useBoxes(props, picture, say);
  const cancel = useRef<() => void>(null);
  /** What is on the screen now: a new box goes into its middle. */
  const shown = useRef<{ zoom: Zoom; pane: Size }>(null);
  const add = () => {
    if (shown.current === null) return;
    const { zoom, pane } = shown.current;
    const [from, to] = [toImage(zoom, { x: 0, y: 0 }), toImage(zoom, { x: pane.width, y: pane.height })];
    const others = editing.drawn.map(({ box }) => box);
    editing.add(clearOf(centred(from, to, picture), others, picture));
  };
  const { chosen, choose } = editing;
  const keymap = useKeymap(project, boxesKeys);
  const noneKey = keymap.actions.none;
  const newKey = hasKey(keymap, newBoxKey) ? '' : newBoxKey;
  const answerNone = () => onSubmit(answerOf([], picture));
  usePartKeys(
    [
      [noneKey, () => (editing.own.length > 0 ? false : answerNone())],
      [newKey, add],
      ['Delete', editing.remove],
      [
        'Escape',
        () => {
          cancel.current?.();
          choose(undefined);
          return chosen !== undefined;
        },
      ],
    ],
    { isOn: !isReadOnly, isFirst: true },
  );
  const name = nameOf(item.uri, item.item);
  return (
    <ItemAndAnswers>
      <ZoomPane
        label={view.imageView(name)}
        image={picture}
        isItem={!isReadOnly}
        isDrawn={!isReadOnly && !isMoved}
        onPinch={() => cancel.current?.()}
        tools={
          isReadOnly ? null : (
            <span className="contents [&_[data-key]]:max-md:hidden">
              <IconButton
                label={t.moveImage}
                icon={<Hand aria-hidden size={20} />}
                aria-pressed={isMoved}
                className={isMoved ? 'bg-accent-soft!' : ''}
                onClick={() => setIsMoved(!isMoved)}
              />
              <Button
                kind="quiet"
                title={t.newBox}
                icon={<SquarePlus aria-hidden size={20} />}
                shortcut={newKey || undefined}
                onClick={add}
                className={toolClass}
              >
                <span className="max-md:sr-only">{t.newBox}</span>
              </Button>
              {editing.own.length > 0 ? null : (
                <Button
                  kind="quiet"
                  title={tasks.answerNothing}
                  icon={<Ban aria-hidden size={20} />}
                  shortcut={firstKey(noneKey)}
                  onClick={answerNone}
                  className={toolClass}
                >
                  <span className="max-md:sr-only">{tasks.answerNothing}</span>
                </Button>
              )}
              <Button
                kind="quiet"
                title={tasks.remove}
                icon={<Trash2 aria-hidden size={20} />}
                shortcut="Delete"
                disabled={chosen === undefined}
                onClick={editing.remove}
                className={toolClass}
              >
                <span className="max-md:sr-only">{tasks.remove}</span>
              </Button>
            </span>
          )
        }
      >
        {(zoom, pane) => {
          shown.current = { zoom, pane };
          return (
            <>
              <ZoomImage picture={picture} zoom={zoom} alt={view.image(name)} />
              <BoxLayer {...{ editing, zoom, pane, image: picture, isDrawn: !isMoved, isReadOnly, cancel }} />
            </>
          );
        }}
      </ZoomPane>
      {isReadOnly ? null : (
        <div className="grid shrink-0 gap-2">
          <LabelPicker
            labels={project.labels}
            labelKeys={labelKeys}
            active={chosen?.box.label ?? editing.active}
            onPick={editing.pick}
          />
          <Hint>{t.hint}</Hint>
        </div>
      )}
      {announced}
    </ItemAndAnswers>
  );
}
