import type { ProjectLabel } from '@alaas/core';
import { useMessages } from '../../i18n/use-messages.ts';
import { firstKey } from '../../keys/keymap.ts';
import { usePartKeys } from '../../keys/use-part-keys.ts';
import { labelColor } from '../../ui/palette.ts';
import { LabelButton } from '../label-button.tsx';
import { LabelButtons } from '../label-buttons.tsx';
import { messages } from './messages.ts';

/** A button and a key per label, of what is marked on an item. */
export function LabelPicker(props: {
  readonly labels: readonly ProjectLabel[];
  readonly labelKeys: readonly string[];
  /** The label of what is chosen, or else of the next mark. */
  readonly active: string | undefined;
  onPick(label: string): void;
}) {
  const { labels, labelKeys, active, onPick } = props;
  const t = useMessages(messages);
  usePartKeys(
    labels.map(({ name }, index) => [labelKeys[index] ?? '', () => onPick(name)] as const),
    { isFirst: true },
  );
  return (
    <LabelButtons legend={t.labels} isDense>
      {labels.map(({ name, color, description }, index) => (
        <LabelButton
          key={name}
          name={name}
          description={description}
          color={labelColor(index, color)}
          isChosen={active === name}
          className="max-md:min-h-11! max-md:px-2!"
          shortcut={firstKey(labelKeys[index] ?? '')}
          onChoose={() => onPick(name)}
        />
      ))}
    </LabelButtons>
  );
}
