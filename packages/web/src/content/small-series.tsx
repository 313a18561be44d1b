import { useMessages } from '../i18n/use-messages.ts';
import { messages } from './messages.ts';
import type { SeriesData } from './series.ts';
import { sparkline } from './sparkline.ts';

/** Channels of a time series that a list shows. */
const shownChannels = 3;
const [width, height] = [160, 24];

/** A time series in a list: its first channels as lines without axes. */
export function SmallSeries({ series, name }: { readonly series: SeriesData; readonly name: string }) {
  const t = useMessages(messages);
  const shown = series.channels.slice(0, shownChannels);
  const all = height * shown.length;
  return (
    <svg
      role="img"
      aria-label={t.series(name)}
      viewBox={`0 -2 ${width} ${all + 4}`}
      width={width}
      height={all + 4}
      className="max-w-full text-accent"
    >
      {shown.map((channel, index) => (
        <path
          key={channel.name}
          d={sparkline(channel.values, width, height - 4)}
          transform={`translate(0 ${index * height + 2})`}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.25"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      ))}
    </svg>
  );
}
