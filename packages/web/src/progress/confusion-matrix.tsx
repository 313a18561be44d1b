import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { SwitchField } from '../ui/field.tsx';
import { ConfusionRow } from './confusion-row.tsx';
import { type Cell, firstCell, nextCell, withoutEmpty } from './confusions.ts';
import { mistakesMessages } from './mistakes-messages.ts';

/** Columns beyond which their names stand upright. */
const fewColumns = 6;
/** Labels beyond which those that were not met are in the way. */
const manyLabels = 12;

/** True labels by what was said: a table to walk through with arrow keys, in its own box when it is large. */
export function ConfusionMatrix(props: {
  readonly project: string;
  readonly labels: readonly string[];
  readonly confusion: readonly (readonly number[])[];
}) {
  const { project, labels, confusion } = props;
  const { confusion: t } = useMessages(mistakesMessages);
  const met = useMemo(() => withoutEmpty(confusion), [confusion]);
  const [isOnlyMet, setIsOnlyMet] = useState(false);
  const all = useMemo(() => ({ places: labels.map((_, place) => place), counts: confusion }), [labels, confusion]);
  const { places, counts } = isOnlyMet ? met : all;
  const names = places.map((place) => labels[place] ?? '');
  const isUpright = names.length > fewColumns;
  const [chosen, setChosen] = useState<Cell>();
  const body = useRef<HTMLTableSectionElement>(null);

  // a count can become nothing while somebody is there
  const isThere = chosen !== undefined && (counts[chosen[0]]?.[chosen[1]] ?? 0) > 0;
  const active = isThere ? chosen : firstCell(counts);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || active === undefined) return;
    const next = nextCell(counts, active, { key: event.key, isFar: event.ctrlKey });
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
    body.current?.rows[next[0]]?.cells[next[1] + 1]?.querySelector('a')?.focus();
  };
  return (
    <div className="grid min-w-0 gap-2">
      {met.places.length < labels.length && labels.length > manyLabels ? (
        <SwitchField label={t.onlyMet} isOn={isOnlyMet} onToggle={setIsOnlyMet} />
      ) : null}
      <div
        className={cx(
          'relative max-h-[36rem] w-fit max-w-full overflow-auto rounded-lg border border-line',
          // what the keyboard reaches does not come to lie below the names that stay in place
          'scroll-pl-36 md:scroll-pl-56',
          isUpright ? 'scroll-pt-48' : 'scroll-pt-14',
        )}
      >
        <table className="border-separate border-spacing-0 text-sm">
          <caption className="sr-only">{t.caption}</caption>
          <Head names={names} isUpright={isUpright} />
          <tbody ref={body} onKeyDown={onKeyDown}>
            {names.map((name, at) => (
              <ConfusionRow
                key={name}
                project={project}
                name={name}
                names={names}
                counts={counts[at] ?? []}
                row={at}
                activeColumn={at === active?.[0] ? active[1] : undefined}
                onChoose={setChosen}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Head({ names, isUpright }: { readonly names: readonly string[]; readonly isUpright: boolean }) {
  const { confusion: t } = useMessages(mistakesMessages);
  return (
    <thead>
      <tr>
        <th
          scope="col"
          className="sticky top-0 left-0 z-20 border-r border-b border-line bg-raised px-3 py-2 text-left align-bottom font-normal whitespace-nowrap text-muted"
        >
          {t.corner}
        </th>
        {names.map((name) => (
          <th
            key={name}
            scope="col"
            title={name}
            className="sticky top-0 z-10 border-b border-line bg-raised px-2 py-2 align-bottom font-medium"
          >
            <span
              dir="auto"
              className={cx(
                'inline-block truncate',
                isUpright ? 'max-h-40 rotate-180 [writing-mode:vertical-rl]' : 'max-w-40',
              )}
            >
              {name}
            </span>
          </th>
        ))}
        <th scope="col" className="sticky top-0 z-10 border-b border-line bg-raised px-3 py-2 text-right align-bottom">
          {t.all}
        </th>
      </tr>
    </thead>
  );
}
