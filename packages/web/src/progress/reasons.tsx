import { Circle, CircleCheck } from 'lucide-react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { type Answer, type Reason, reasonsOf, saidShare } from './answer.ts';
import { messages } from './messages.ts';

/** Why to go on or to stop: the reason that counts, and on demand the target and every stopping rule with its numbers. */
export function Reasons({ answer, lines }: { readonly answer: Answer; readonly lines: readonly string[] }) {
  const { answer: t } = useMessages(messages);
  const target = useTargetReason(answer);
  const rules = reasonsOf(lines);
  const all = target === undefined ? rules : [target, ...rules];
  const main = answer.advice === 'stop' ? (rules.findLast(({ isMet }) => isMet) ?? rules[0]) : (target ?? rules[0]);
  return (
    <div className="min-w-0 flex-1 basis-80">
      <p className="flex min-h-11 items-center">{main?.text ?? t.noRules}</p>
      {rules.length === 0 ? (
        <p className="text-sm text-muted">{main === undefined ? null : t.noRules}</p>
      ) : (
        <details>
          <summary className="flex min-h-11 cursor-pointer items-center text-sm underline underline-offset-4">
            {t.all}
          </summary>
          <ul className="grid gap-1.5 py-1">
            {all.map((reason, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no names, and the same rule may stand twice
              <Line key={index} {...reason} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Whether the accuracy is above the target for sure; undefined: there is no target, or nothing is measured. */
function useTargetReason({ distance, verdict }: Answer): Reason | undefined {
  const { answer: t } = useMessages(messages);
  const format = useFormat();
  if (distance.kind === 'no-target' || verdict.kind !== 'measured') return undefined;
  const isMet = verdict.accuracy.low >= distance.target;
  const say = isMet ? t.targetSure : t.targetOpen;
  return { isMet, level: 0, text: say(format.share(saidShare(distance.target))) };
}

function Line({ isMet, level, text }: Reason) {
  const { answer: t } = useMessages(messages);
  const Icon = isMet ? CircleCheck : Circle;
  return (
    <li className="flex gap-2" style={{ paddingInlineStart: `${level * 1.5}rem` }}>
      <Icon
        role="img"
        aria-label={isMet ? t.met : t.open}
        size={18}
        className={isMet ? 'mt-1 shrink-0 text-good' : 'mt-1 shrink-0 text-muted'}
      />
      <span>{text}</span>
    </li>
  );
}
