import type { Project, SimulationBasis, SimulationResult, StrategyOutcome } from '@alaas/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { useToasts } from '../ui/toasts.tsx';
import { winner } from './curves.ts';
import { messages } from './messages.ts';

/** What a comparison found, and the way to use it. */
export function Outcome({ project, result }: { readonly project: Project; readonly result: SimulationResult }) {
  const t = useMessages(messages);
  const { say } = useToasts();
  const client = useProjectClient(project.id);
  const cache = useQueryClient();
  const use = useMutation({
    mutationFn: ({ strategy }: StrategyOutcome) => client.update({ strategy }),
    onSuccess: async (_project, { title }) => {
      await cache.invalidateQueries({ queryKey: keys.project(project.id) });
      say(t.used(title));
    },
  });
  const best = winner(result.strategies, result.setting.baseline);
  return (
    <Section title={t.outcome}>
      <p className="text-lg font-medium">{best === undefined ? t.noWinner : t.winner(best.title)}</p>
      {use.error === null ? null : <Problem error={use.error} />}
      <OutcomeTable project={project} result={result} best={best} onUse={(outcome) => use.mutate(outcome)} />
      <Notes result={result} />
      {result.leftOut.length === 0 ? null : (
        <DataTable
          caption={t.leftOut}
          rows={result.leftOut}
          keyOf={({ strategy, seed }) => `${strategy} ${seed ?? ''}`}
          columns={[
            { title: t.leftOut, cell: ({ strategy }) => strategy },
            {
              title: t.why,
              cell: ({ code, message }) => (
                <>
                  {message} <code>{code}</code>
                </>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

/** What to keep in mind. */
function Notes({ result: { basis, notes = [] } }: { readonly result: SimulationResult }) {
  const t = useMessages(messages);
  const format = useFormat();
  const said = basis === undefined ? notes : notesOn(basis);
  if (said.length === 0) return null;
  return (
    <div>
      <h3 className="font-medium">{t.notes}</h3>
      <ul className="list-disc pl-5">
        {said.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );

  function notesOn({ test, answers, chosen, control, imported }: SimulationBasis): string[] {
    const counts = [chosen, answers, control, imported].map(format.count) as [string, string, string, string];
    const onShare = chosen === 0 ? t.onShare : t.onChosenShare;
    const measured = test === 'control' ? t.onControl(format.count(control)) : onShare(format.share(test));
    return chosen === 0 ? [measured] : [t.biased(...counts), measured];
  }
}

interface OutcomeTableProps {
  readonly project: Project;
  readonly result: SimulationResult;
  readonly best: StrategyOutcome | undefined;
  onUse(outcome: StrategyOutcome): void;
}

function OutcomeTable({ project, result, best, onUse }: OutcomeTableProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const inUse = typeof project.strategy === 'string' ? project.strategy : project.strategy.type;
  const signed = (value: number) => `${value > 0 ? '+' : ''}${format.number(value)}`;
  return (
    <DataTable
      caption={t.outcome}
      rows={result.strategies}
      keyOf={({ strategy }) => strategy}
      columns={[
        { title: t.strategy, cell: ({ title }) => title },
        {
          title: t.area,
          isNumber: true,
          cell: ({ aubc: { mean, interval } }) =>
            interval === null
              ? format.number(mean)
              : `${format.number(mean)} (${format.number(interval[0])} – ${format.number(interval[1])})`,
        },
        {
          title: t.against,
          isNumber: true,
          cell: ({ againstBaseline: test }) => (test === null ? '–' : signed(test.difference)),
        },
        {
          title: t.chance,
          isNumber: true,
          cell: ({ againstBaseline: test }) => (typeof test?.holm === 'number' ? format.number(test.holm) : '–'),
        },
        ...(result.setting.target === undefined
          ? []
          : [
              {
                title: t.toTarget,
                isNumber: true,
                cell: ({ labelsToTarget }: StrategyOutcome) =>
                  typeof labelsToTarget?.mean === 'number' ? format.count(labelsToTarget.mean) : t.notReached,
              },
            ]),
        { title: t.seconds, isNumber: true, cell: ({ seconds }) => format.number(seconds.fit + seconds.select, 2) },
        {
          title: t.use,
          cell: (outcome) =>
            outcome.strategy === inUse ? (
              t.inUse
            ) : (
              <Button
                kind={outcome === best ? 'primary' : 'plain'}
                aria-label={t.adoptOf(outcome.title)}
                onClick={() => onUse(outcome)}
              >
                {t.use}
              </Button>
            ),
        },
      ]}
    />
  );
}
