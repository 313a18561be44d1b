import { SelectField, TextField } from '../ui/field.tsx';
import type { RuleOptions } from './stopping-draft.ts';

/** One option of a rule, of its JSON Schema. */
interface OptionSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface RuleOptionFieldsProps {
  /** Of the rule. */
  readonly title: string;
  /** JSON Schema of its options. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly options: RuleOptions;
  onChange(options: RuleOptions): void;
}

/** A field for each option of a rule; an empty one stands for the default. */
export function RuleOptionFields({ title, schema, options, onChange }: RuleOptionFieldsProps) {
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, OptionSchema>>);
  const set = (key: string, value: unknown) => {
    const { [key]: _before, ...others } = options;
    onChange(value === undefined ? others : { ...others, [key]: value });
  };
  return (
    <div className="grid items-end gap-4 sm:ml-8 sm:grid-cols-2">
      {properties.map(([key, option]) => (
        <OptionField
          key={key}
          label={`${title}: ${key}`}
          option={option}
          value={options[key]}
          onChange={(value) => set(key, value)}
        />
      ))}
    </div>
  );
}

interface OptionFieldProps {
  readonly label: string;
  readonly option: OptionSchema;
  readonly value: unknown;
  /** undefined: the default. */
  onChange(value: unknown): void;
}

function OptionField({ label, option, value, onChange }: OptionFieldProps) {
  const { type, description, minimum, maximum } = option;
  const byDefault = option.default === undefined ? '' : String(option.default);
  if (option.enum !== undefined) {
    return (
      <SelectField
        label={label}
        hint={description}
        value={String(value ?? byDefault)}
        choices={option.enum.map((one) => ({ value: one, label: one }))}
        onChoose={onChange}
      />
    );
  }
  const isNumber = type === 'number' || type === 'integer';
  return (
    <TextField
      label={label}
      hint={description}
      type={isNumber ? 'number' : 'text'}
      step={type === 'integer' ? 1 : 'any'}
      min={minimum}
      max={maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum}
      required={option.default === undefined}
      placeholder={byDefault}
      value={
        typeof value === 'number' || typeof value === 'string'
          ? value
          : value === undefined
            ? ''
            : JSON.stringify(value)
      }
      onChange={({ target }) => onChange(target.value === '' ? undefined : readValue(target.value))}
    />
  );
}

/** A number, a list or the like where the text is JSON; else the text. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
