import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { cx } from './cx.ts';

const control =
  'min-h-11 w-full rounded-lg border border-edge bg-surface px-3 py-2 text-ink placeholder:text-muted disabled:opacity-60';

interface FieldProps {
  readonly label: string;
  /** What it is for, under the label. */
  readonly hint?: ReactNode;
  /** What is wrong with it, and what to write instead. */
  readonly error?: string | undefined;
  readonly className?: string;
}

/** Label, hint and error around a control, tied to it for screen readers. */
function Field(
  props: FieldProps & { children(ids: { id: string; 'aria-describedby': string | undefined }): ReactNode },
) {
  const { label, hint, error, className, children } = props;
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  const describedBy = [hintId, errorId].filter((one) => one !== undefined).join(' ');
  return (
    <div className={cx('grid gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {hint === undefined ? null : (
        <p id={hintId} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {children({ id, 'aria-describedby': describedBy === '' ? undefined : describedBy })}
      {error === undefined ? null : (
        <p id={errorId} role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

export function TextField(props: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const { label, hint, error, className, ...input } = props;
  return (
    <Field {...{ label, hint, error }} {...(className === undefined ? {} : { className })}>
      {(ids) => <input {...input} {...ids} aria-invalid={error !== undefined || undefined} className={control} />}
    </Field>
  );
}

export function TextAreaField(props: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { label, hint, error, className, ...input } = props;
  return (
    <Field {...{ label, hint, error }} {...(className === undefined ? {} : { className })}>
      {(ids) => (
        <textarea rows={4} {...input} {...ids} aria-invalid={error !== undefined || undefined} className={control} />
      )}
    </Field>
  );
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

export function SelectField<T extends string>(
  props: FieldProps &
    Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> & {
      readonly choices: readonly Choice<T>[];
      readonly value: T;
      onChoose(value: NoInfer<T>): void;
    },
) {
  const { label, hint, error, className, choices, value, onChoose, ...select } = props;
  return (
    <Field {...{ label, hint, error }} {...(className === undefined ? {} : { className })}>
      {(ids) => (
        <select
          {...select}
          {...ids}
          value={value}
          onChange={(event) => onChoose(event.target.value as T)}
          className={control}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Something that is on or off. */
export function SwitchField(
  props: Pick<FieldProps, 'label' | 'hint'> & {
    readonly isOn: boolean;
    readonly disabled?: boolean;
    onToggle(isOn: boolean): void;
  },
) {
  const { label, hint, isOn, disabled, onToggle } = props;
  const id = useId();
  return (
    <div className="flex min-h-11 items-start gap-3">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        disabled={disabled}
        onChange={(event) => onToggle(event.target.checked)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-1 size-5 shrink-0 accent-(--accent)"
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint === undefined ? null : (
          <p id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
