import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuItem {
  readonly label: string;
  /** Of a choice: whether it is the one that holds. */
  readonly isChosen?: boolean;
  onChoose(): void;
}

export interface MenuGroup {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

/** A button that opens a menu. @param trigger the button */
export function Menu({ trigger, groups }: { readonly trigger: ReactNode; readonly groups: readonly MenuGroup[] }) {
  return (
    // a modal one would put a style element on the page, which the content security policy refuses
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-40 min-w-48 rounded-lg border border-line bg-surface p-1 text-ink shadow-lg"
        >
          {groups.map(({ title, items }, index) => (
            <DropdownMenu.Group key={title ?? index} className="border-line not-first:border-t not-first:pt-1">
              {title === undefined ? null : (
                <DropdownMenu.Label className="px-3 pt-1 text-sm text-muted">{title}</DropdownMenu.Label>
              )}
              {items.map((item) => (
                <Item key={item.label} {...item} />
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const itemClass =
  'flex min-h-11 cursor-pointer items-center justify-between gap-4 rounded px-3 outline-none data-highlighted:bg-raised';

function Item({ label, isChosen, onChoose }: MenuItem) {
  if (isChosen === undefined) {
    return (
      <DropdownMenu.Item onSelect={onChoose} className={itemClass}>
        {label}
      </DropdownMenu.Item>
    );
  }
  return (
    <DropdownMenu.CheckboxItem checked={isChosen} onSelect={onChoose} className={itemClass}>
      {label}
      <DropdownMenu.ItemIndicator aria-hidden>✓</DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  );
}
