import type { Quality } from '@alaas/core';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { messages } from './messages.ts';
import { peopleMessages } from './people-messages.ts';

/** Whether people say what the model says more often where they see it. */
export function Acceptance({ acceptance }: Pick<Quality, 'acceptance'>) {
  const { acceptance: t } = useMessages(peopleMessages);
  const { range } = useMessages(messages);
  const format = useFormat();
  const { shown, hidden, difference, shownAnswers, hiddenAnswers } = acceptance;
  if (difference === null) {
    return (
      <Section title={t.title} hint={t.hint}>
        <Empty>
          <p>{t.empty}</p>
          <p>{t.emptyHint}</p>
        </Empty>
      </Section>
    );
  }
  const rows = [
    { name: t.shown, estimate: shown, answers: shownAnswers },
    { name: t.hidden, estimate: hidden, answers: hiddenAnswers },
  ];
  return (
    <Section title={t.title} hint={t.hint}>
      <dl className="grid gap-2">
        {rows.map(({ name, estimate, answers }) => (
          <div key={name} className="flex flex-wrap justify-between gap-x-6">
            <dt>
              {name} <span className="text-sm text-muted">{t.answers(format.count(answers))}</span>
            </dt>
            <dd className="tabular-nums">{estimate === null ? '–' : format.interval(estimate)}</dd>
          </div>
        ))}
        <div className="flex flex-wrap justify-between gap-x-6 border-t border-line pt-2 font-medium">
          <dt>{t.difference}</dt>
          <dd className="tabular-nums">
            {range(format.points(difference.value), format.points(difference.low), format.points(difference.high))}
          </dd>
        </div>
      </dl>
      <p className={difference.low > 0 ? 'text-warn' : 'text-muted'}>{difference.low > 0 ? t.pulls : t.none}</p>
    </Section>
  );
}
