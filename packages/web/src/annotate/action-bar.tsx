import type { Suggestion } from '@alaas/core';
import { Ban, Check, Eye, EyeOff, Flag, Redo2, SkipForward, Sparkles, Undo2 } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import type { Action } from '../keys/actions.ts';
import type { Keymap } from '../keys/keymap.ts';
import type { KeyHandler } from '../keys/use-keys.ts';
import { Button, type ButtonProps } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
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

interface BarButtonProps extends Omit<ButtonProps, 'shortcut' | 'onClick'> {
  /** Default: what the action is called. */
  readonly text?: string;
  /** For screen readers and under the pointer, where there is more to say; it begins with `text`. */
  readonly full?: string;
  /** Its text is there for screen readers and under the pointer. Default: false */
  readonly isIcon?: boolean;
}

/**
 * What can be done with a card, each with its key; where there is little room as icons. Every button has its place: those of
 * one card stand where those of the card before did, whatever is suggested.
 */
export function ActionBar(props: ActionBarProps) {
  const { card, keymap, canSubmit, isOneChoice, hasNone, hasNote, suggestion, areSuggestionsOn, handlers } = props;
  const t = useMessages(messages);
  const button = (
    action: Action,
    { text = t.actions[action], full = text, isIcon = false, ...rest }: BarButtonProps,
  ) => (
    <Button
      kind="quiet"
      shortcut={keymap.actions[action] || undefined}
      title={full}
      onClick={() => void handlers[action]()}
      {...rest}
      className={cx(
        'px-2.5! whitespace-nowrap max-md:min-w-11 max-md:flex-1 max-md:px-1! max-md:[&_[data-key]]:hidden',
        rest.className,
      )}
    >
      <span className={isIcon ? 'sr-only' : textClass}>
        {text}
        {full === text ? null : <span className="sr-only">{full.slice(text.length)}</span>}
      </span>
    </Button>
  );
  const hasCard = card !== undefined;
  const isNoneSuggested = Array.isArray(suggestion?.value) && suggestion.value.length === 0;
  const canHide = hasCard && card.suggestion !== undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in
    <div
      role="group"
      aria-label={t.toolbar}
      className="@container shrink-0 border-t border-line bg-surface px-1 py-1.5 md:px-8"
    >
      <div className="mx-auto flex max-w-5xl items-center justify-between md:gap-x-3">
        <div className={groupClass}>
          {button('undo', { icon: <Undo2 aria-hidden size={18} />, isIcon: true })}
          {button('redo', { icon: <Redo2 aria-hidden size={18} />, isIcon: true })}
          {button('skip', { icon: <SkipForward aria-hidden size={18} />, disabled: !hasCard })}
          {button('flag', {
            icon: <Flag aria-hidden size={18} fill={hasNote ? 'currentColor' : 'none'} />,
            disabled: !hasCard,
            'aria-pressed': hasNote,
          })}
        </div>
        <div className={groupClass}>
          {canHide
            ? button('suggestion', {
                text: areSuggestionsOn ? t.hideSuggestion : t.showSuggestion,
                icon: areSuggestionsOn ? <EyeOff aria-hidden size={18} /> : <Eye aria-hidden size={18} />,
                isIcon: true,
              })
            : null}
          {suggestion === undefined
            ? null
            : button('accept', {
                text: t.acceptShort,
                full: t.actions.accept,
                icon: <Sparkles aria-hidden size={18} className="text-model" />,
              })}
        </div>
        {isOneChoice && !hasNone ? null : (
          <div className={groupClass}>
            {hasNone
              ? button('none', {
                  icon: <Ban aria-hidden size={18} />,
                  ...(isNoneSuggested
                    ? { full: t.noneSuggested, className: 'border-dashed! border-model! bg-model-soft!' }
                    : {}),
                })
              : null}
            {isOneChoice
              ? null
              : button('submit', { kind: 'primary', icon: <Check aria-hidden size={18} />, disabled: !canSubmit })}
          </div>
        )}
      </div>
    </div>
  );
}

const groupClass = 'flex items-center gap-1 max-md:contents';
/** As wide as all of them with their texts. */
const textClass = '@max-5xl:sr-only';
