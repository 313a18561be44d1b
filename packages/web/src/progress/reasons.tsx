import { Circle, CircleCheck } from 'lucide-react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { type Answer, reasonsOf, saidShare } from './answer.ts';
import { messages } from './messages.ts';

/** Why to go on or to stop: the target, and every stopping rule with its numbers. */
export function Reasons({ answer, lines }: { readonly answer: Answer; readonly lines: readonly string[] }) {
  const { answer: t } = useMessages(messages);
  const format = useFormat();
  const { advice, distance, verdict } = answer;
  const isSure =
    distance.kind !== 'no-target' && verdict.kind === 'measured' && verdict.accuracy.low >= distance.target;
  const reasons = reasonsOf(lines);
  return (
    <details open={advice === 'stop'} className="max-w-2xl">
      <summary className="flex min-h-11 cursor-pointer items-center font-medium underline underline-offset-4">
        {t.why}
      </summary>
      <ul className="grid gap-1.5 py-1">
        {distance.kind === 'no-target' ? null : (
          <Line isMet={isSure} level={0}>
            {(isSure ? t.targetSure : t.targetOpen)(format.share(saidShare(distance.target)))}
          </Line>
        )}
        {reasons.map(({ text, isMet, level }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no names, and the same rule may stand twice
          <Line key={index} isMet={isMet} level={level}>
            {text}
          </Line>
        ))}
        {reasons.length === 0 ? <li className="text-muted">{t.noRules}</li> : null}
      </ul>
    </details>
  );
}

function Line(props: { readonly isMet: boolean; readonly level: number; readonly children: string }) {
  const { isMet, level, children } = props;
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
      <span>{children}</span>
    </li>
  );
}
