import { Trash2, WholeWord } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { nameOf } from '../../content/name-of.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { usePartKeys } from '../../keys/use-part-keys.ts';
import { Button } from '../../ui/button.tsx';
import { messages as common } from '../../ui/messages.ts';
import { Problem } from '../../ui/problem.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ItemAndAnswers } from '../item-box.tsx';
import { useAnnouncer } from '../marks/announcer.tsx';
import { Hint } from '../marks/hint.tsx';
import { LabelPicker } from '../marks/label-picker.tsx';
import { messages as shared } from '../marks/messages.ts';
import type { TaskViewProps } from '../task-view.ts';
import { MarkableText } from './markable-text.tsx';
import { messages } from './messages.ts';
import { type Grain, piecesOf } from './pieces.ts';
import { useItemText } from './use-item-text.ts';
import { useMarking } from './use-marking.ts';

/** A text, and stretches of it with labels. */
export function SpansView(props: TaskViewProps) {
  const { project, item } = props;
  const t = useMessages(messages);
  const loading = useMessages(common).loading;
  const { text, isOther, error, refetch } = useItemText(project.id, item);
  if (text !== undefined) return <SpansEditor key={item.item} {...props} text={text} />;
  if (error !== null) return <Problem error={error} onRetry={refetch} />;
  return isOther ? (
    <p className="text-muted">{t.noText(nameOf(item.uri, item.item))}</p>
  ) : (
    <ProgressBar label={loading} />
  );
}

function SpansEditor(props: TaskViewProps & { readonly text: string }) {
  const { text, project, labelKeys, isReadOnly = false } = props;
  const t = useMessages(messages);
  const tasks = useMessages(shared);
  const hintId = useId();
  const [say, announced] = useAnnouncer();
  const [grain, setGrain] = useState<Grain>('word');
  const marking = useMarking(props, text, say);
  const pieces = useMemo(() => lazyPieces(text), [text]);
  const { choice, choose } = marking;
  const isChosen = choice.mark !== undefined;
  usePartKeys(
    [
      ['Delete', marking.remove],
      [
        'Escape',
        () => {
          if (!isChosen && choice.stretch === undefined) return false;
          choose({});
          return true;
        },
      ],
    ],
    { isOn: !isReadOnly, isFirst: true },
  );
  return (
    <ItemAndAnswers>
      <MarkableText {...{ text, marking, grain, pieces, isReadOnly, hintId, say }} />
      {isReadOnly ? null : (
        <div className="grid shrink-0 gap-2">
          <LabelPicker
            labels={project.labels}
            labelKeys={labelKeys}
            active={marking.marks.find(({ key }) => key === choice.mark)?.label ?? marking.active}
            onPick={marking.pick}
          />
          <div className="flex flex-wrap justify-center gap-2 [&_[data-key]]:max-md:hidden">
            <Button
              kind="quiet"
              icon={<WholeWord aria-hidden size={20} />}
              aria-pressed={grain === 'word'}
              className={grain === 'word' ? 'bg-accent-soft!' : ''}
              onClick={() => {
                setGrain(grain === 'word' ? 'grapheme' : 'word');
                choose({});
              }}
            >
              {t.wholeWords}
            </Button>
            <Button
              kind="quiet"
              icon={<Trash2 aria-hidden size={20} />}
              shortcut="Delete"
              disabled={!isChosen}
              onClick={marking.remove}
            >
              {tasks.remove}
            </Button>
          </div>
          <Hint id={hintId}>{t.hint}</Hint>
        </div>
      )}
      {announced}
    </ItemAndAnswers>
  );
}

/** The pieces of a text, found when somebody asks for them: a long text takes a while. */
function lazyPieces(text: string) {
  const known = new Map<Grain, ReturnType<typeof piecesOf>>();
  const of = (grain: Grain) => () => {
    const pieces = known.get(grain) ?? piecesOf(text, grain);
    known.set(grain, pieces);
    return pieces;
  };
  return { word: of('word'), grapheme: of('grapheme') };
}
