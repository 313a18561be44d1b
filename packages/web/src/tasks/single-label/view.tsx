import { ContentView } from '../../content/content-view.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { labelColor } from '../../ui/palette.ts';
import { ItemAndAnswers, ItemBox } from '../item-box.tsx';
import { LabelButton } from '../label-button.tsx';
import { LabelButtons } from '../label-buttons.tsx';
import { messages } from '../messages.ts';
import type { TaskViewProps } from '../task-view.ts';

/** The item, and a button per label: choosing answers. */
export function SingleLabelView(props: TaskViewProps) {
  const { project, item, value, suggestion, labelKeys, isReadOnly = false, onChange, onSubmit } = props;
  const t = useMessages(messages);
  return (
    <ItemAndAnswers>
      <ItemBox>
        <ContentView project={project.id} {...item} />
      </ItemBox>
      <LabelButtons legend={t.labels}>
        {project.labels.map(({ name, color, description }, index) => (
          <LabelButton
            key={name}
            name={name}
            description={description}
            color={labelColor(index, color)}
            isChosen={value === name}
            suggested={suggestion?.value === name ? suggestion.score : undefined}
            shortcut={labelKeys[index]}
            disabled={isReadOnly}
            onChoose={() => {
              onChange(name);
              onSubmit(name);
            }}
          />
        ))}
      </LabelButtons>
    </ItemAndAnswers>
  );
}
