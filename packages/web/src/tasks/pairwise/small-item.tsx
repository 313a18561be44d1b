import { ContentView } from '../../content/content-view.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { messages } from '../messages.ts';
import type { SmallItemProps } from '../task-view.ts';
import { useSides } from './use-sides.ts';

/** Both sides of a comparison in a list, two lines each. */
export function PairwiseSmallItem({ project, item, uri }: SmallItemProps) {
  const t = useMessages(messages);
  // a text that came along with a list may be cut, and then its sides cannot be told
  const sides = useSides(project, { item, uri });
  if (sides === undefined) return <ContentView project={project} item={item} uri={uri} isSmall />;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
      {(['left', 'right'] as const).map((side) => (
        <div key={side} className="contents">
          <dt className="text-sm text-muted">{t.sides[side]}</dt>
          <dd dir="auto" className="line-clamp-2 break-words">
            {sides[side]}
          </dd>
        </div>
      ))}
    </dl>
  );
}
