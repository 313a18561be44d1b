import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

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
  return (
    <Primitive.Root value={value} onValueChange={onChoose} className="grid grid-cols-1 gap-5">
      <Primitive.List aria-label={label} className="flex flex-wrap gap-1 border-b border-line">
        {tabs.map(({ id, title }) => (
          <Primitive.Trigger
            key={id}
            value={id}
            className="-mb-px min-h-11 cursor-pointer border-b-3 border-transparent px-3 font-medium text-muted data-[state=active]:border-accent data-[state=active]:text-ink"
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
