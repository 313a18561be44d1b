import { Tabs as Primitive } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

/** Tabs that arrow keys walk through. @param label what they divide, for screen readers */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string;
  onChoose(id: string): void;
}) {
  const { label, tabs, value, onChoose } = props;
  const list = useRef<HTMLDivElement>(null);
  // on a narrow screen they scroll: the one that is chosen is to be seen
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is another tab to show
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('[data-state=active]');
    if (list.current === null || chosen == null) return;
    // the list alone: the page stays where it is
    const { left, right } = list.current.getBoundingClientRect();
    const at = chosen.getBoundingClientRect();
    list.current.scrollLeft += Math.min(0, at.left - left) + Math.max(0, at.right - right);
  }, [value]);
  return (
    <Primitive.Root value={value} onValueChange={onChoose} className="grid grid-cols-1 gap-5">
      <Primitive.List
        ref={list}
        aria-label={label}
        className="flex flex-wrap border-b border-line max-md:flex-nowrap max-md:overflow-x-auto max-md:p-1"
      >
        {tabs.map(({ id, title }) => (
          <Primitive.Trigger
            key={id}
            value={id}
            className="-mb-px min-h-11 shrink-0 cursor-pointer border-b-3 border-transparent forced-colors:border-[Canvas] forced-colors:data-[state=active]:border-[SelectedItem] px-2 font-medium max-md:mb-0 text-muted data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {title}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map(({ id, content }) => (
        <Primitive.Content key={id} value={id} className="grid grid-cols-1 gap-5">
          {content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
