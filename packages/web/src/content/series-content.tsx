import { ChevronLeft, ChevronRight, Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, use, useRef, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { usePartKeys } from '../keys/use-part-keys.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { messages as common } from '../ui/messages.ts';
import { ContentKeysContext } from './content-keys.ts';
import { messages } from './messages.ts';
import type { SeriesData } from './series.ts';
import { SeriesPanel } from './series-panel.tsx';
import { SeriesTable } from './series-table.tsx';
import { isWhole, moved, type Stretch, stretchTo, zoomed } from './stretch.ts';

/** Channels that are drawn before somebody asks for all of them. */
const fewChannels = 6;
const factor = 2;

/** A time series: a panel per channel over one axis, and the numbers as a table. */
export function SeriesContent({ series, name }: { readonly series: SeriesData; readonly name: string }) {
  const t = useMessages(messages);
  const shared = useMessages(common);
  const root = useRef<HTMLElement>(null);
  const [isTable, setIsTable] = useState(false);
  const keys = use(ContentKeysContext);
  const [isAll, setIsAll] = useState(false);
  const whole: Stretch = { from: series.x[0] ?? 0, to: series.x.at(-1) ?? 0 };
  const [shown, setShown] = useState(whole);
  const change = (next: (now: Stretch) => Stretch) => setShown(next);
  const zoom = (by: number) => change((now) => zoomed(now, by, whole));
  const move = (direction: number) => change((now) => moved(now, direction, whole));
  const isAllShown = isWhole(shown, whole);
  usePartKeys(
    [
      [keys.zoomIn, () => zoom(factor)],
      [keys.zoomOut, () => zoom(1 / factor)],
    ],
    { within: root },
  );
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Home') setShown(whole);
    else if (event.key === 'ArrowLeft' && !isAllShown) move(-1);
    else if (event.key === 'ArrowRight' && !isAllShown) move(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const channels = isAll ? series.channels : series.channels.slice(0, fewChannels);
  return (
    <figure ref={root} data-keys aria-label={t.series(name)} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {isTable ? (
        <SeriesTable series={series} name={name} />
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset holds controls of a form
        <div
          role="group"
          aria-label={t.seriesView(name)}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and move what is in it
          tabIndex={0}
          onKeyDown={press}
          className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1 rounded-lg"
        >
          {channels.map((channel, index) => (
            <SeriesPanel
              key={channel.name}
              channel={channel}
              x={series.x}
              xTitle={series.hasTime ? t.time : t.point}
              shown={shown}
              count={channels.length}
              isLast={index === channels.length - 1}
              onChoose={(a, b) => setShown(stretchTo(a, b, whole))}
              onWhole={() => setShown(whole)}
            />
          ))}
        </div>
      )}
      <figcaption className="flex flex-wrap items-center justify-between gap-2">
        <span className="flex flex-wrap gap-1">
          {isTable ? null : (
            <>
              <IconButton
                label={t.zoomOut}
                aria-keyshortcuts={keys.zoomOut || undefined}
                icon={<ZoomOut aria-hidden size={20} />}
                onClick={() => zoom(1 / factor)}
              />
              <IconButton
                label={t.zoomIn}
                aria-keyshortcuts={keys.zoomIn || undefined}
                icon={<ZoomIn aria-hidden size={20} />}
                onClick={() => zoom(factor)}
              />
              <IconButton
                label={t.earlier}
                disabled={isAllShown}
                icon={<ChevronLeft aria-hidden size={20} />}
                onClick={() => move(-1)}
              />
              <IconButton
                label={t.later}
                disabled={isAllShown}
                icon={<ChevronRight aria-hidden size={20} />}
                onClick={() => move(1)}
              />
              <IconButton
                label={t.whole}
                disabled={isAllShown}
                icon={<Maximize aria-hidden size={20} />}
                onClick={() => setShown(whole)}
              />
            </>
          )}
        </span>
        <span className="flex flex-wrap gap-1">
          {isTable || series.channels.length <= fewChannels ? null : (
            <Button kind="quiet" aria-pressed={isAll} onClick={() => setIsAll(!isAll)}>
              {isAll ? t.fewChannels(fewChannels) : t.allChannels(series.channels.length)}
            </Button>
          )}
          <Button kind="quiet" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
            {isTable ? shared.asChart : shared.asTable}
          </Button>
        </span>
      </figcaption>
    </figure>
  );
}
