import { ContentView } from '../../content/content-view.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { cx } from '../../ui/cx.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { labelColor } from '../../ui/palette.ts';
import { messages } from '../messages.ts';
import type { TaskViewProps } from '../task-view.ts';

/** The item, and a button per label: choosing answers. */
export function SingleLabelView(props: TaskViewProps) {
  const { project, item, value, suggestion, labelKeys, isReadOnly = false, onChange, onSubmit } = props;
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <div className="grid gap-6">
      <ContentView project={project.id} {...item} />
      <fieldset className="flex flex-wrap justify-center gap-2">
        <legend className="sr-only">{t.labels}</legend>
        {project.labels.map(({ name, color, description }, index) => {
          const isSuggested = suggestion?.value === name;
          return (
            <button
              key={name}
              type="button"
              disabled={isReadOnly}
              aria-pressed={value === name}
              aria-keyshortcuts={labelKeys[index] || undefined}
              title={description === '' ? undefined : description}
              onClick={() => {
                onChange(name);
                onSubmit(name);
              }}
              className={cx(
                'inline-flex min-h-12 cursor-pointer items-center gap-2 rounded-lg border-2 px-4 py-2 font-medium disabled:cursor-default',
                isSuggested ? 'border-dashed border-model bg-model-soft' : 'border-edge bg-surface hover:bg-raised',
                value === name && 'border-solid border-accent bg-accent-soft',
              )}
            >
              <span aria-hidden className="size-3 rounded-full" style={{ backgroundColor: labelColor(index, color) }} />
              <span dir="auto">{name}</span>
              {isSuggested ? <span className="text-sm text-model">{format.share(suggestion.score)}</span> : null}
              {labelKeys[index] ? <Kbd shortcut={labelKeys[index]} /> : null}
            </button>
          );
        })}
      </fieldset>
    </div>
  );
}
