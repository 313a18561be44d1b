import type { Project } from '@alaas/core';
import { lazy, Suspense, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { ContentKeysContext, freeContentKeys } from '../content/content-keys.ts';
import { useMessages } from '../i18n/use-messages.ts';
import type { Action } from '../keys/actions.ts';
import { useKeymap } from '../keys/use-keymap.ts';
import { type KeyHandler, useKeys } from '../keys/use-keys.ts';
import { taskView } from '../tasks/tasks.ts';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { ActionBar } from './action-bar.tsx';
import { actionOf, answerOf } from './answer-of.ts';
import { Away } from './away.tsx';
import { CardHead } from './card-head.tsx';
import { EmptyState } from './empty-state.tsx';
import { KeyHints } from './key-hints.tsx';
import { messages } from './messages.ts';
import { countAnswer, useIsNewcomer } from './newcomer.ts';
import { NoteDialog } from './note-dialog.tsx';
import { OutboxNotice } from './outbox-notice.tsx';
import { Refused } from './refused.tsx';
import { type Panel, SidePanel } from './side-panel.tsx';
import { StatusStrip } from './status-strip.tsx';
import { suggestionPreference, useAreSuggestionsOn } from './suggestion-preference.ts';
import type { UsedSession } from './use-session.ts';

// it is opened once in a while
const KeysDialog = lazy(async () => ({ default: (await import('../keys/keys-dialog.tsx')).KeysDialog }));

type Dialogs = 'note' | 'keys';

/** The card, what can be done with it, and what is beside it. */
export function Desk({ project, session, outbox, state }: UsedSession & { readonly project: Project }) {
  const t = useMessages(messages);
  const task = taskView(project.task);
  const keymap = useKeymap(project, task);
  const areSuggestionsOn = useAreSuggestionsOn();
  const isNewcomer = useIsNewcomer();
  const [panel, setPanel] = useState<Panel>();
  const [dialog, setDialog] = useState<Dialogs>();
  const { card, value, note, phase } = state;
  const suggestion = areSuggestionsOn ? card?.suggestion : undefined;
  const none = card === undefined ? undefined : task.none(project, card);
  const contentKeys = useMemo(
    () => freeContentKeys([...keymap.labels, ...Object.values<string>(keymap.actions)]),
    [keymap],
  );
  const shortcuts = useMemo(() => task.shortcuts(project, keymap.labels), [task, project, keymap]);
  const main = useRef<HTMLElement>(null);

  // also of a card that has just come up, and when the suggestion is shown again
  useEffect(() => {
    if (card !== undefined && suggestion !== undefined) session.sawSuggestion();
  }, [card, suggestion, session]);
  const takeFocus = useEffectEvent(() => {
    // only from what belonged to the card before: whoever is elsewhere stays there
    const { activeElement } = document;
    const isFree =
      activeElement === null || activeElement.matches('body, main') || main.current?.contains(activeElement);
    if (isFree) main.current?.querySelector<HTMLElement>('[data-item], [data-empty]')?.focus({ preventScroll: true });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item is another card, and none is a page of its own
  useEffect(() => takeFocus(), [card?.item, phase]);

  const submit = (given = answerOf({ value, suggestion: suggestion?.value })): boolean => {
    if (card === undefined || given === undefined) return false;
    session.submit(given);
    countAnswer();
    return true;
  };
  const isAway = phase === 'failed' && state.error?.code === 'UNREACHABLE';
  const tryAgain = () => {
    outbox.retry();
    session.refresh();
  };
  const toggle = (asked: Panel) => setPanel((open) => (open === asked ? undefined : asked));
  const handlers: Readonly<Record<Action, KeyHandler>> = {
    submit: () => submit(),
    accept: () => {
      if (suggestion === undefined) return false;
      if (task.isOneChoice) return submit(suggestion.value);
      session.change(task.accept?.(value, suggestion.value) ?? suggestion.value);
      return true;
    },
    none: () => (none === undefined ? false : submit(none)),
    skip: () => session.skip(),
    flag: () => setDialog('note'),
    undo: () => void session.undo(),
    redo: () => void session.redo(),
    save: () => session.saveDraft(),
    suggestion: () => suggestionPreference.set(!suggestionPreference.get()),
    why: () => toggle('why'),
    guidelines: () => toggle('guidelines'),
    history: () => toggle('history'),
    keys: () => setDialog('keys'),
  };
  useKeys((shortcut) => {
    if (shortcut === 'Escape' && panel !== undefined) return () => setPanel(undefined);
    if (card !== undefined) {
      const found = shortcuts.find((one) => one.shortcut.split(' ').includes(shortcut));
      if (found !== undefined) {
        return () => {
          const next = found.apply(value);
          if (found.isFinal && next !== undefined) submit(next);
          else session.change(next);
        };
      }
    }
    const action = actionOf(keymap.actions, shortcut);
    if (action === undefined || (card === undefined && needsCard.has(action))) return undefined;
    return handlers[action];
  });

  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <h1 className="sr-only">{t.title}</h1>
        <StatusStrip
          project={project}
          state={state}
          open={panel}
          keymap={keymap}
          onPanel={toggle}
          onKeys={() => setDialog('keys')}
        >
          <OutboxNotice outbox={outbox} inHand={state.upcoming.length + (card === undefined ? 0 : 1)} isSaid={isAway} />
        </StatusStrip>
        <Refused project={project} outbox={outbox} session={session} />
        <article ref={main} aria-label={t.item} className="min-h-0 flex-1 overflow-auto px-3 py-2 md:px-8 md:py-5">
          <div className="mx-auto flex h-full max-w-4xl min-w-0 flex-col gap-3">
            {phase === 'loading' ? <ProgressBar label={t.loading} /> : null}
            {isAway ? <Away outbox={outbox} onTry={tryAgain} /> : null}
            {phase === 'failed' && !isAway ? <Problem error={state.error} onRetry={() => session.refresh()} /> : null}
            {phase === 'empty' && state.empty !== undefined ? (
              <EmptyState
                project={project}
                empty={state.empty}
                onGoOn={() => session.goOn()}
                onAskAgain={() => session.refresh()}
                onHistory={() => setPanel('history')}
              />
            ) : null}
            {card === undefined ? null : (
              <>
                <CardHead card={card} onPutAside={() => session.putAside()} />
                <div className="min-h-0 flex-1">
                  <ContentKeysContext value={contentKeys}>
                    <task.View
                      key={card.item}
                      project={project}
                      item={card}
                      value={value}
                      suggestion={suggestion}
                      labelKeys={keymap.labels}
                      onChange={(next) => session.change(next)}
                      onSubmit={submit}
                    />
                  </ContentKeysContext>
                </div>
              </>
            )}
          </div>
        </article>
        {isNewcomer && card !== undefined ? <KeyHints keymap={keymap} isOneChoice={task.isOneChoice} /> : null}
        <ActionBar
          card={card}
          keymap={keymap}
          canSubmit={answerOf({ value, suggestion: suggestion?.value }) !== undefined}
          isOneChoice={task.isOneChoice}
          hasNone={none !== undefined}
          hasNote={note !== undefined}
          suggestion={suggestion}
          areSuggestionsOn={areSuggestionsOn}
          handlers={handlers}
        />
        <p aria-live="polite" className="sr-only">
          {state.answered > 0 && card !== undefined ? t.announced(state.answered, card.kind) : ''}
        </p>
      </div>
      {panel === undefined ? null : (
        <SidePanel panel={panel} project={project} card={card} session={session} onClose={() => setPanel(undefined)} />
      )}
      {dialog === 'note' && card !== undefined ? (
        <NoteDialog
          note={note}
          onClose={() => setDialog(undefined)}
          onKeep={(text) => {
            session.comment(text);
            setDialog(undefined);
          }}
          onSkip={(text) => {
            session.comment(text);
            session.skip();
            setDialog(undefined);
          }}
        />
      ) : null}
      {dialog === 'keys' ? (
        <Suspense>
          <KeysDialog project={project} task={task} item={card?.item} onClose={() => setDialog(undefined)} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** What makes sense only with a card on the screen. */
const needsCard: ReadonlySet<Action> = new Set(['submit', 'accept', 'none', 'skip', 'flag', 'save', 'why']);
