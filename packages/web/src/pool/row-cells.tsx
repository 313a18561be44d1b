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

/** How a row lies: in columns, or one below the other where there is no room. The columns come after it. */
export const rowBase = 'flex flex-wrap items-center gap-x-3 gap-y-1 pr-3 pl-14 @3xl:grid @3xl:pl-0';

/** Heads of what every row begins with: a box to select it, and the item. */
export function ItemHeads() {
  const t = useMessages(messages);
  return (
    <>
      <th scope="col">
        <span className="sr-only">{t.select}</span>
      </th>
      <th scope="col" className="py-2.5 text-left font-medium">
        {t.item}
      </th>
    </>
  );
}

interface ItemCellsProps {
  readonly project: string;
  readonly item: RowItem;
  readonly control: RowProps;
  readonly isSelected: boolean;
  readonly isOpen: boolean;
  onToggle(): void;
  onOpen(): void;
}

/** What every row begins with: all of it opens the item, but for the box that selects it. */
export function ItemCells({ isSelected, onToggle, ...content }: ItemCellsProps) {
  return (
    <>
      <SelectCell name={itemName(content.item)} isSelected={isSelected} onToggle={onToggle} />
      <ContentCell {...content} />
    </>
  );
}

/** Chooses a row for what is done to many. */
function SelectCell(props: { readonly name: string; readonly isSelected: boolean; onToggle(): void }) {
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
function ContentCell({ project, item, control, isOpen, onOpen }: Omit<ItemCellsProps, 'isSelected' | 'onToggle'>) {
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
        <ContentView project={project} item={item.item} uri={item.uri} text={item.text} isSmall />
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
