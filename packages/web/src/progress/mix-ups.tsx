import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { largestMixUps } from './confusions.ts';
import { mistakesMessages } from './mistakes-messages.ts';

/** So many are shown at first. */
const shownFirst = 6;

/** Which labels are taken for which, those of the most items first. Each opens its items. */
export function MixUps(props: {
  readonly project: string;
  readonly labels: readonly string[];
  readonly confusion: readonly (readonly number[])[];
}) {
  const { project, labels, confusion } = props;
  const { confusion: t } = useMessages(mistakesMessages);
  const format = useFormat();
  const [isWhole, setIsWhole] = useState(false);
  const mixUps = useMemo(() => largestMixUps(labels, confusion), [labels, confusion]);
  if (mixUps.length === 0) return <p>{t.none}</p>;
  const shown = isWhole ? mixUps : mixUps.slice(0, shownFirst);
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{t.largest}</h3>
      <ul className="grid gap-x-6 sm:grid-cols-2">
        {shown.map(({ truth, said, items, share }) => (
          <li key={`${truth} ${said}`}>
            <Link
              to="/projects/$project/pool"
              params={{ project }}
              search={{ truth, said }}
              className="flex min-h-11 items-center justify-between gap-3 rounded-lg px-2 hover:bg-raised"
            >
              <span dir="auto" className="min-w-0 break-words underline underline-offset-4">
                {t.mixUp(truth, said)}
              </span>
              <span className="shrink-0 text-sm text-muted tabular-nums">
                {t.ofLabel(format.count(items), format.share(share))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {mixUps.length > shown.length ? (
        <div>
          <Button kind="quiet" onClick={() => setIsWhole(true)}>
            {t.showMore(format.count(mixUps.length))}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
