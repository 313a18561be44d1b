import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';

const kinds = {
  primary: 'bg-accent text-on-accent border-accent hover:brightness-110',
  plain: 'bg-surface text-ink border-edge hover:bg-raised',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-raised',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-soft',
} as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** primary: what to do next, once on a page. Default: plain */
  readonly kind?: keyof typeof kinds;
  /** The key that does the same, shown on the button and told to screen readers. */
  readonly shortcut?: string | undefined;
  readonly icon?: ReactNode;
  /** Under way: it cannot be pressed again, and says so. */
  readonly isBusy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button of at least 44 pixels: large enough for a thumb. */
export function Button(props: ButtonProps) {
  const { kind = 'plain', shortcut, icon, isBusy = false, className, children, disabled, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      aria-busy={isBusy || undefined}
      aria-keyshortcuts={shortcut ?? rest['aria-keyshortcuts']}
      disabled={disabled || isBusy}
      className={cx(
        'inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-lg border px-4 py-1.5 font-medium disabled:cursor-not-allowed disabled:opacity-60',
        kinds[kind],
        className,
      )}
    >
      {icon}
      {children}
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} />}
    </button>
  );
}

/** A button that is an icon; `label` is its name. */
export function IconButton({ label, icon, ...rest }: Omit<ButtonProps, 'children'> & { label: string }) {
  return (
    <Button kind="quiet" {...rest} aria-label={label} title={label} className={cx('min-w-11 px-2', rest.className)}>
      {icon}
    </Button>
  );
}
