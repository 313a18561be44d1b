import type { Boxes, ProjectLabel } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useProjectClient } from '../../api/client-context.ts';
import { contentQuery } from '../../content/content-query.ts';
import { nameOf } from '../../content/name-of.ts';
import { useObjectUrl } from '../../content/object-url.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { LabelChip } from '../../ui/label-chip.tsx';
import { labelColor } from '../../ui/palette.ts';
import { messages as shared } from '../marks/messages.ts';
import type { AnswerProps, TaskItem } from '../task-view.ts';
import { messages } from './messages.ts';
import { isBoxes } from './model.ts';
import { suggestionColor } from './paint.ts';

/** The image with its boxes where the item is told, and how often each label was drawn. */
export function BoxesAnswer({ labels, value, isSuggestion = false, project, item }: AnswerProps) {
  const t = useMessages(shared);
  if (!isBoxes(value)) return null;
  return (
    <div className="grid justify-items-start gap-1.5">
      {project === undefined || item === undefined ? null : (
        <DrawnAnswer {...{ labels, value, isSuggestion, project, item }} />
      )}
      {value.boxes.length === 0 ? (
        <span className="text-muted italic">{t.nothing}</span>
      ) : (
        <Counts {...{ labels, value, isSuggestion }} />
      )}
    </div>
  );
}

interface BoxesProps {
  readonly labels: readonly ProjectLabel[];
  readonly value: Boxes;
  readonly isSuggestion: boolean;
}

function DrawnAnswer(props: BoxesProps & { readonly project: string; readonly item: TaskItem }) {
  const { project, item } = props;
  const { data } = useQuery(contentQuery(useProjectClient(project), item.item));
  return data?.kind === 'image' ? <Drawing {...props} blob={data.blob} name={nameOf(item.uri, item.item)} /> : null;
}

function Drawing({
  labels,
  value,
  isSuggestion,
  blob,
  name,
}: BoxesProps & { readonly blob: Blob; readonly name: string }) {
  const t = useMessages(messages);
  const url = useObjectUrl(blob);
  const counts = countsOf(value)
    .map(([label, n]) => t.count(label, n))
    .join(', ');
  return (
    <svg
      role="img"
      aria-label={t.answer(name, counts)}
      viewBox={`0 0 ${value.width} ${value.height}`}
      className="max-h-72 max-w-full min-w-40 rounded"
    >
      {url === undefined ? null : (
        <image href={url} width={value.width} height={value.height} preserveAspectRatio="none" />
      )}
      {value.boxes.map(({ label, ...rect }, index) => {
        const at = labels.findIndex((one) => one.name === label);
        const color = isSuggestion ? suggestionColor : labelColor(Math.max(0, at), labels[at]?.color);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer does not change
          <g key={index} fill="none">
            <rect {...rect} stroke="#ffffff" strokeWidth={4} vectorEffect="non-scaling-stroke" />
            <rect
              {...rect}
              fill={color}
              fillOpacity={0.16}
              stroke={color}
              strokeWidth={2}
              strokeDasharray={isSuggestion ? '7 4' : undefined}
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </svg>
  );
}

function Counts({ labels, value, isSuggestion }: BoxesProps) {
  const t = useMessages(messages);
  return (
    <span className="flex flex-wrap gap-1">
      {countsOf(value).map(([label, n]) => {
        const index = labels.findIndex(({ name }) => name === label);
        return (
          <LabelChip
            key={label}
            name={t.count(label, n)}
            index={Math.max(0, index)}
            color={labels[index]?.color}
            isSuggestion={isSuggestion}
          />
        );
      })}
    </span>
  );
}

function countsOf({ boxes }: Boxes): (readonly [label: string, count: number])[] {
  return [...Map.groupBy(boxes, ({ label }) => label)].map(([label, { length }]) => [label, length]);
}
