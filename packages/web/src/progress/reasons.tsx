import type { StopPart } from '@alaas/core';
import { Circle, CircleCheck } from 'lucide-react';
import { usePreferences } from '../app/preferences.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { type Answer, saidShare } from './answer.ts';
import { answerMessages } from './answer-messages.ts';
import { sayPart } from './stop-part.ts';

/** A line of the advice. */
interface Reason {
  readonly text: string;
  readonly isMet: boolean;
  readonly level: number;
}

/** Why to go on or to stop: the reason that counts, and on demand the target and every stopping rule with its numbers. */
export function Reasons({ answer, parts }: { readonly answer: Answer; readonly parts: readonly StopPart[] }) {
  const t = useMessages(answerMessages);
  const format = useFormat();
  const { language } = usePreferences();
  const target = useTargetReason(answer);
  const rules = parts.map((part) => ({ ...part, text: sayPart(part, language, format) }));
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
            {all.map(({ text, isMet, level }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no names, and the same rule may stand twice
              <Line key={index} text={text} isMet={isMet} level={level} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Whether the accuracy is above the target for sure; undefined: there is no target, or nothing is measured. */
function useTargetReason({ distance, verdict }: Answer): Reason | undefined {
  const t = useMessages(answerMessages);
  const format = useFormat();
  if (distance.kind === 'no-target' || verdict.kind !== 'measured') return undefined;
  const isMet = verdict.accuracy.low >= distance.target;
  const say = isMet ? t.targetSure : t.targetOpen;
  return { isMet, level: 0, text: say(format.share(saidShare(distance.target))) };
}

function Line({ isMet, level, text }: Reason) {
  const t = useMessages(answerMessages);
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
