import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { meQuery } from '../api/queries.ts';
import { Frame } from '../app/frame.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { Empty, Page, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import type { Source } from './draft.ts';
import { lookAt } from './look-at.ts';
import { messages } from './messages.ts';
import { ProjectForm } from './project-form.tsx';
import { SourceChoice } from './source-choice.tsx';

/** From nothing to the first item: data, labels, go. */
export function StartPage() {
  const t = useMessages(messages);
  const { data: me } = useSuspenseQuery(meQuery(useClient()));
  return (
    <Frame>
      <Page title={t.title}>{me.isOwner ? <Start /> : <Empty>{t.ownerOnly}</Empty>}</Page>
    </Frame>
  );
}

/** First the data alone; once it is known, what is asked about it. */
function Start() {
  const client = useClient();
  const [tries, setTries] = useState(0);
  const [input, setInput] = useState('');
  const look = useMutation({ mutationFn: (chosen: Source) => lookAt(client, chosen) });
  const choose = (chosen: Source) => {
    setTries((n) => n + 1);
    if (chosen.kind === 'input') setInput(chosen.input);
    look.mutate(chosen);
  };
  if (look.isSuccess) {
    return <ProjectForm key={tries} source={look.variables} found={look.data} onBack={look.reset} />;
  }
  const { isPending, error } = look;
  return <Choice {...{ input, isPending, error, isReturn: tries > 0 }} onChoose={choose} />;
}

interface ChoiceProps {
  /** The address that was looked at before; empty text: none. */
  readonly input: string;
  readonly isPending: boolean;
  readonly error: unknown;
  /** Whether other data was chosen before. */
  readonly isReturn: boolean;
  onChoose(source: Source): void;
}

function Choice({ input, isPending, error, isReturn, onChoose }: ChoiceProps) {
  const t = useMessages(messages);
  const whole = useRef<HTMLDivElement>(null);
  const [wasReturn] = useState(isReturn);
  // the button that led back here is gone
  useEffect(() => {
    if (wasReturn) whole.current?.focus();
  }, [wasReturn]);
  return (
    <div ref={whole} tabIndex={-1} className="outline-none">
      <Section title={t.data} hint={t.dataHint}>
        {isPending ? (
          <div role="status" className="grid gap-1">
            <p>{t.looking}</p>
            <ProgressBar label={t.looking} />
          </div>
        ) : null}
        {error === null ? null : <Problem error={error} />}
        <SourceChoice input={input} onChoose={onChoose} />
      </Section>
    </div>
  );
}
