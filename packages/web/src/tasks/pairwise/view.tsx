import { pairwiseAnswers } from '@alaas/core';
import { ContentView } from '../../content/content-view.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { ItemAndAnswers, ItemBox } from '../item-box.tsx';
import { LabelButton } from '../label-button.tsx';
import { LabelButtons } from '../label-buttons.tsx';
import { messages } from '../messages.ts';
import type { TaskViewProps } from '../task-view.ts';
import type { Sides } from './sides.ts';
import { useSides } from './use-sides.ts';

/** Answers as they stand: a tie between the two. */
const placed = ['left', 'tie', 'right'] as const;

/** Both sides next to each other, on a phone one below the other, and a button for each. */
export function PairwiseView(props: TaskViewProps) {
  const { project, item, value, suggestion, labelKeys, isReadOnly = false, onChange, onSubmit } = props;
  const t = useMessages(messages);
  const sides = useSides(project.id, item);
  return (
    <ItemAndAnswers>
      <ItemBox>
        {sides === undefined ? <ContentView project={project.id} {...item} /> : <BothSides {...sides} value={value} />}
      </ItemBox>
      <div className="grid shrink-0 gap-2 text-center">
        <p className="text-sm text-muted">{t.better}</p>
        <LabelButtons legend={t.better}>
          {placed.map((name) => (
            <LabelButton
              key={name}
              name={name}
              title={t.sides[name]}
              isChosen={value === name}
              suggested={suggestion?.value === name ? suggestion.score : undefined}
              shortcut={labelKeys[pairwiseAnswers.indexOf(name)]}
              disabled={isReadOnly}
              className={name === 'tie' ? 'max-md:order-last max-md:col-span-2' : ''}
              onChoose={() => {
                onChange(name);
                onSubmit(name);
              }}
            />
          ))}
        </LabelButtons>
      </div>
    </ItemAndAnswers>
  );
}

function BothSides({ prompt, left, right, value }: Sides & { readonly value: unknown }) {
  const t = useMessages(messages);
  return (
    <div className="grid gap-4">
      {prompt === undefined ? null : (
        <section aria-label={t.prompt}>
          <p dir="auto" className="text-lg break-words whitespace-pre-wrap">
            {prompt}
          </p>
        </section>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        {(
          [
            ['left', left],
            ['right', right],
          ] as const
        ).map(([side, text]) => (
          <section
            key={side}
            aria-label={t.sides[side]}
            className={`grid content-start gap-2 rounded-xl border-2 p-4 ${value === side ? 'border-accent bg-accent-soft' : 'border-line bg-surface'}`}
          >
            <h2 className="text-sm font-medium text-muted">{t.sides[side]}</h2>
            <p dir="auto" className="text-lg leading-relaxed break-words whitespace-pre-wrap">
              {text}
            </p>
          </section>
        ))}
      </div>
    </div>
  );
}
