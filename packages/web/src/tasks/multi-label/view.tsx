import type { Suggestion } from '@alaas/core';
import { ContentView } from '../../content/content-view.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { labelColor } from '../../ui/palette.ts';
import { ItemAndAnswers, ItemBox } from '../item-box.tsx';
import { LabelButton } from '../label-button.tsx';
import { LabelButtons } from '../label-buttons.tsx';
import { messages } from '../messages.ts';
import type { TaskViewProps } from '../task-view.ts';
import { chosenLabels, toggleLabel } from './model.ts';

/** The item, and a switch per label. */
export function MultiLabelView(props: TaskViewProps) {
  const { project, item, value, suggestion, labelKeys, isReadOnly = false, onChange } = props;
  const t = useMessages(messages);
  const chosen = new Set(chosenLabels(value));
  return (
    <ItemAndAnswers>
      <ItemBox>
        <ContentView project={project.id} {...item} />
      </ItemBox>
      <div className="grid shrink-0 gap-2 text-center">
        <p className="text-sm text-muted">{t.chooseSeveral}</p>
        <LabelButtons legend={t.labels}>
          {project.labels.map(({ name, color, description }, index) => (
            <LabelButton
              key={name}
              name={name}
              description={description}
              color={labelColor(index, color)}
              isChosen={chosen.has(name)}
              suggested={suggestedShare(suggestion, name)}
              shortcut={labelKeys[index]}
              disabled={isReadOnly}
              onChoose={() => onChange(toggleLabel(project, value, name))}
            />
          ))}
        </LabelButtons>
      </div>
    </ItemAndAnswers>
  );
}

/** How sure the model is of a label that it suggests. */
function suggestedShare(suggestion: Suggestion | undefined, name: string): number | undefined {
  if (suggestion === undefined || !chosenLabels(suggestion.value).includes(name)) return undefined;
  return suggestion.probabilities?.[name] ?? suggestion.score;
}
