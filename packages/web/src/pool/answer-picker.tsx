import { type AnswerValue, type Project, pairwiseAnswers } from '@alaas/core';
import { useMessages } from '../i18n/use-messages.ts';
import { LabelButton } from '../tasks/label-button.tsx';
import { messages as taskMessages } from '../tasks/messages.ts';
import { chosenLabels, toggleLabel } from '../tasks/multi-label/model.ts';
import { labelColor } from '../ui/palette.ts';

/** Whether one answer can be right for many items: what is marked in one item says nothing of another. */
export function isSameForMany({ task }: Project): boolean {
  return task !== 'spans' && task !== 'boxes';
}

/** Chooses an answer without an item on the screen. */
export function AnswerPicker(props: {
  readonly project: Project;
  readonly value: AnswerValue | undefined;
  onChange(value: AnswerValue | undefined): void;
}) {
  const { project, value, onChange } = props;
  const t = useMessages(taskMessages);
  if (project.task === 'pairwise') {
    return (
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t.better}</legend>
        {pairwiseAnswers.map((answer) => (
          <LabelButton
            key={answer}
            name={answer}
            title={t.sides[answer]}
            isChosen={value === answer}
            onChoose={() => onChange(answer)}
          />
        ))}
      </fieldset>
    );
  }
  const isMulti = project.task === 'multi-label';
  const chosen = new Set(isMulti ? chosenLabels(value) : typeof value === 'string' ? [value] : []);
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{isMulti ? t.chooseSeveral : t.labels}</legend>
      {project.labels.map(({ name, color, description }, index) => (
        <LabelButton
          key={name}
          name={name}
          description={description}
          color={labelColor(index, color)}
          isChosen={chosen.has(name)}
          onChoose={() => onChange(isMulti ? toggleLabel(project, value, name) : name)}
        />
      ))}
      {isMulti ? (
        <LabelButton name={t.none} isChosen={value !== undefined && chosen.size === 0} onChoose={() => onChange([])} />
      ) : null}
    </fieldset>
  );
}
