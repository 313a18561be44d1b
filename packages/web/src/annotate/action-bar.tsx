import type { Suggestion } from '@alaas/core';
import { Ban, Check, Eye, EyeOff, Flag, Redo2, SkipForward, Sparkles, Undo2 } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import type { Action } from '../keys/actions.ts';
import type { Keymap } from '../keys/keymap.ts';
import type { KeyHandler } from '../keys/use-keys.ts';
import { Button, type ButtonProps } from '../ui/button.tsx';
import type { Card } from './card.ts';
import { messages } from './messages.ts';

interface ActionBarProps {
  readonly card: Card | undefined;
  readonly keymap: Keymap;
  readonly canSubmit: boolean;
  readonly isOneChoice: boolean;
  readonly hasNone: boolean;
  readonly hasNote: boolean;
  /** What is on the screen of it. */
  readonly suggestion: Suggestion | undefined;
  readonly areSuggestionsOn: boolean;
  readonly handlers: Readonly<Record<Action, KeyHandler>>;
}

/** What can be done with a card, each with its key; on a phone as icons. */
export function ActionBar(props: ActionBarProps) {
  const { card, keymap, canSubmit, isOneChoice, hasNone, hasNote, suggestion, areSuggestionsOn, handlers } = props;
  const t = useMessages(messages);
  const button = (action: Action, rest: Omit<ButtonProps, 'shortcut' | 'onClick'>, text = t.actions[action]) => (
    <Button
      kind="quiet"
      shortcut={keymap.actions[action] || undefined}
      onClick={() => void handlers[action]()}
      {...rest}
      className="max-md:min-w-12 max-md:px-1 max-md:[&_[data-key]]:hidden"
    >
      <span className="max-md:sr-only">{text}</span>
    </Button>
  );
  const hasCard = card !== undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in
    <div
      role="group"
      aria-label={t.toolbar}
      className="flex shrink-0 flex-wrap items-center justify-center gap-1 border-t border-line bg-surface px-2 py-1.5"
    >
      {button('undo', { icon: <Undo2 aria-hidden size={18} /> })}
      {button('redo', { icon: <Redo2 aria-hidden size={18} /> })}
      {button('skip', { icon: <SkipForward aria-hidden size={18} />, disabled: !hasCard })}
      {button('flag', {
        icon: <Flag aria-hidden size={18} fill={hasNote ? 'currentColor' : 'none'} />,
        disabled: !hasCard,
        'aria-pressed': hasNote,
      })}
      {hasCard && card.suggestion !== undefined
        ? button(
            'suggestion',
            { icon: areSuggestionsOn ? <EyeOff aria-hidden size={18} /> : <Eye aria-hidden size={18} /> },
            areSuggestionsOn ? t.hideSuggestion : t.showSuggestion,
          )
        : null}
      {suggestion === undefined
        ? null
        : button('accept', { icon: <Sparkles aria-hidden size={18} className="text-model" /> })}
      {hasNone ? button('none', { kind: 'plain', icon: <Ban aria-hidden size={18} /> }) : null}
      {isOneChoice ? null : (
        <Button
          kind="primary"
          icon={<Check aria-hidden size={18} />}
          shortcut={keymap.actions.submit || undefined}
          disabled={!canSubmit}
          onClick={() => void handlers.submit()}
          className="max-md:[&_[data-key]]:hidden"
        >
          {t.actions.submit}
        </Button>
      )}
    </div>
  );
}
