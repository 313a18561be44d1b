import { type ReactNode, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from './button.tsx';
import { messages } from './messages.ts';

/** A picture of numbers, or the same numbers as a table. @param picture has a name of its own */
export function Figure(props: {
  readonly title: string;
  readonly legend?: ReactNode;
  readonly picture: ReactNode;
  readonly table: ReactNode;
}) {
  const { title, legend, picture, table } = props;
  const t = useMessages(messages);
  const [isTable, setIsTable] = useState(false);
  return (
    <figure aria-label={title} className="grid min-w-0 gap-2">
      {isTable ? table : picture}
      <figcaption className="flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
        <div>{legend}</div>
        <Button kind="quiet" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          {isTable ? t.asChart : t.asTable}
        </Button>
      </figcaption>
    </figure>
  );
}
