import type { ReactNode } from 'react';
import { ContentView } from '../content/content-view.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { itemName } from './item-name.ts';
import { messages } from './messages.ts';
import type { RowProps } from './virtual-table.tsx';

interface RowItem {
  readonly item: string;
  readonly uri: string;
  readonly text?: string | undefined;
}

/** Chooses a row for what is done to many. */
export function SelectCell(props: { readonly name: string; readonly isSelected: boolean; onToggle(): void }) {
  const t = useMessages(messages);
  return (
    <td className="z-10 @max-3xl:absolute @max-3xl:top-1 @max-3xl:left-1.5 @3xl:relative">
      {/* the whole square is the target */}
      <label className="grid size-11 cursor-pointer place-items-center">
        <span className="sr-only">{t.selectItem(props.name)}</span>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={props.isSelected}
          onChange={props.onToggle}
          className="size-5 accent-(--accent)"
        />
      </label>
    </td>
  );
}

/** What a row holds; all of the row opens it, but for what plays in it. */
export function ContentCell(props: {
  readonly project: string;
  readonly item: RowItem;
  readonly control: RowProps;
  readonly isOpen: boolean;
  onOpen(): void;
}) {
  const { project, item, control, isOpen, onOpen } = props;
  const t = useMessages(messages);
  return (
    <td className="min-w-0 flex-1 basis-full @3xl:basis-auto">
      <button
        type="button"
        {...control}
        data-open
        data-item-id={item.item}
        aria-label={t.open(itemName(item))}
        aria-expanded={isOpen}
        onClick={onOpen}
        className="absolute inset-0 cursor-pointer focus-visible:-outline-offset-3"
      />
      <div className="pointer-events-none relative [&_button]:pointer-events-auto">
        <ContentView project={project} {...item} isSmall />
      </div>
    </td>
  );
}

/** A number of a row: under its head, or behind its name where there is no room for a head. */
export function NumberCell({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const isKnown = children !== undefined;
  return (
    <td
      className={cx(
        'pointer-events-none relative text-xs whitespace-nowrap tabular-nums @3xl:text-right @3xl:text-sm',
        !isKnown && 'text-muted @max-3xl:hidden',
      )}
    >
      <span className="text-muted @3xl:hidden">{name} </span>
      {isKnown ? children : '–'}
    </td>
  );
}
