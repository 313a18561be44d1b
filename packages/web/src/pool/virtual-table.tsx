import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { cx } from '../ui/cx.ts';
import { nextRow } from './roving.ts';

/** What a row is given, to be told apart and walked to. */
export interface RowProps {
  /** For the control that opens the row: the one that Tab stops at is the active row's. */
  readonly tabIndex: 0 | -1;
  onFocus(): void;
}

interface VirtualTableProps {
  readonly caption: string;
  /** Rows that are at hand. */
  readonly count: number;
  /** Rows that there are; more of them can be fetched. */
  readonly total: number;
  /** Pixels of a row, about: they are measured. */
  readonly estimate: number;
  /** Cells of the head; none on a narrow screen. */
  readonly head: ReactNode;
  readonly rowClass: string;
  /** What the rows are of: when that changes, they are looked at from the first one. */
  readonly scope: string;
  keyOf(index: number): string;
  /** The cells of a row. The control that opens it has `data-open`. */
  row(index: number, props: RowProps): ReactNode;
  isChosen?(index: number): boolean;
  /** Space on a row. */
  onSelect?(index: number): void;
  /** Rows near the end of those at hand are on the screen. */
  onEnd?(): void;
  readonly className?: string;
}

/** Rows of which those on the screen exist; arrow keys walk through all of them. */
export function VirtualTable(props: VirtualTableProps) {
  const { caption, count, total, estimate, head, rowClass, scope, keyOf, row, isChosen, onSelect, onEnd, className } =
    props;
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState(0);
  const isWalking = useRef(false);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => estimate,
    overscan: 6,
    getItemKey: keyOf,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: of other rows
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [scope]);
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? -1;
  const end = useEffectEvent(() => onEnd?.());
  useEffect(() => {
    if (last >= count - 20) end();
  }, [last, count]);

  // the row may have to be scrolled into being first
  useEffect(() => {
    if (!isWalking.current) return;
    const control = body.current?.querySelector<HTMLElement>(`[data-index="${active}"] [data-open]`);
    if (control == null) return;
    isWalking.current = false;
    control.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const isOnRow = event.target instanceof HTMLElement && event.target.hasAttribute('data-open');
    if (!isOnRow) return;
    if (event.key === ' ' && onSelect !== undefined) {
      event.preventDefault();
      onSelect(active);
      return;
    }
    const next = nextRow(event.key, active, count);
    if (next === undefined) return;
    event.preventDefault();
    isWalking.current = true;
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const stop = Math.min(active, Math.max(count - 1, 0));
  // Tab has to find a row also where the active one is not on the screen
  const tabStop = rows.some(({ index }) => index === stop) ? stop : rows[0]?.index;
  return (
    <div
      ref={box}
      className={cx('relative overflow-auto rounded-xl border border-line bg-surface', className)}
      style={{ overflowAnchor: 'none' }}
    >
      <table className="grid w-full text-sm" aria-rowcount={total + 1}>
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 z-20 hidden bg-raised @3xl:grid">
          <tr aria-rowindex={1} className={cx(rowClass, 'border-b border-line')}>
            {head}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown} className="relative grid" style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, start, key }) => (
            <tr
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-rowindex={index + 2}
              className={cx(
                rowClass,
                'absolute inset-x-0 top-0 border-b border-line py-2 hover:bg-raised',
                isChosen?.(index) && 'bg-accent-soft hover:bg-accent-soft',
              )}
              style={{ transform: `translateY(${start}px)` }}
            >
              {row(index, { tabIndex: index === tabStop ? 0 : -1, onFocus: () => setActive(index) })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
