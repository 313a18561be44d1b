import type { Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../api/client-context.ts';
import { stoppingRulesQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { SelectField, SwitchField, TextAreaField, TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { useToasts } from '../ui/toasts.tsx';
import { messages } from './messages.ts';
import { RuleOptionFields } from './rule-option-fields.tsx';
import { SaveBar } from './save-bar.tsx';
import { type RuleOptions, type StoppingDraft, stoppingDraft, stoppingOf } from './stopping-draft.ts';
import { useChange } from './use-change.ts';

interface Shown {
  /** Empty: none. */
  readonly target: string;
  /** Undefined: as JSON. */
  readonly draft: StoppingDraft | undefined;
  readonly json: string;
}

/** What was changed here and is not saved: it stays when somebody else changes the project. */
type Edited = Partial<Shown>;

function shownOf({ target, stopping }: Project): Shown {
  return {
    target: target === null ? '' : String(target),
    draft: stoppingDraft(stopping),
    json: JSON.stringify(stopping, null, 2),
  };
}

/** As JSON, however it is edited. */
function plannedOf({ draft, json }: Pick<Shown, 'draft' | 'json'>): string {
  return draft === undefined ? json : JSON.stringify(stoppingOf(draft), null, 2);
}

/** When to advise to stop. */
export function StoppingForm({ project }: { readonly project: Project }) {
  const t = useMessages(messages);
  const change = useChange(project);
  const [edited, setEdited] = useState<Edited>({});
  const { warn } = useToasts();
  const [isBroken, setIsBroken] = useState(false);
  const shown = shownOf(project);
  const { target, draft, json } = { ...shown, ...edited };
  const set = (part: Edited) => setEdited((before) => ({ ...before, ...part }));
  const save = () => {
    try {
      const stopping = draft === undefined ? (JSON.parse(json) as Project['stopping']) : stoppingOf(draft);
      setIsBroken(false);
      const asked = {
        ...(('draft' in edited || 'json' in edited) && { stopping }),
        ...('target' in edited && { target: target === '' ? null : Number(target) }),
      };
      change.mutate(asked, { onSuccess: () => setEdited({}) });
    } catch {
      setIsBroken(true);
    }
  };
  const isChanged = target !== shown.target || plannedOf({ draft, json }) !== plannedOf(shown);
  // what was edited in one way is there in the other
  const toggle = (isJson: boolean) => {
    if (isJson) {
      set({ json: plannedOf({ draft, json }), draft: undefined });
      return;
    }
    try {
      const parsed = stoppingDraft(JSON.parse(json) as Project['stopping']);
      setIsBroken(false);
      if (parsed === undefined) warn(t.onlyJson);
      set({ draft: parsed });
    } catch {
      setIsBroken(true);
    }
  };
  return (
    <form
      className="grid gap-5 **:scroll-mb-24"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Section title={t.tabs.stopping} hint={t.stopHint}>
        <TextField
          label={t.target}
          hint={t.targetHint}
          className="max-w-xs"
          type="number"
          min={0}
          max={1}
          step="any"
          value={target}
          onChange={(event) => set({ target: event.target.value })}
        />
        <SwitchField label={t.asJson} hint={t.asJsonHint} isOn={draft === undefined} onToggle={toggle} />
        {draft === undefined ? (
          <TextAreaField
            label={t.stopWhen}
            rows={10}
            spellCheck={false}
            className="font-mono"
            value={json}
            error={isBroken ? t.notJson : undefined}
            onChange={(event) => set({ json: event.target.value })}
          />
        ) : (
          <Rules draft={draft} onChange={(next) => set({ draft: next })} />
        )}
      </Section>
      <SaveBar error={change.error} isBusy={change.isPending} isChanged={isChanged} />
    </form>
  );
}

interface RulesProps {
  readonly draft: StoppingDraft;
  onChange(draft: StoppingDraft): void;
}

function Rules({ draft, onChange }: RulesProps) {
  const t = useMessages(messages);
  const { data: rules = [] } = useQuery(stoppingRulesQuery(useClient()));
  // what is in use stands first, and stays there while it is edited
  const [first] = useState(() => new Set(Object.keys(draft.rules)));
  const sorted = [...rules.filter(({ id }) => first.has(id)), ...rules.filter(({ id }) => !first.has(id))];
  const set = (id: string, options: RuleOptions | undefined) => {
    const { [id]: _before, ...others } = draft.rules;
    onChange({ ...draft, rules: options === undefined ? others : { ...others, [id]: options } });
  };
  return (
    <div className="grid gap-3">
      <SelectField
        label={t.stopWhen}
        className="max-w-xs"
        value={draft.join}
        choices={[
          { value: 'any', label: t.any },
          { value: 'all', label: t.all },
        ]}
        onChoose={(join) => onChange({ ...draft, join })}
      />
      {sorted.map(({ id, title, summary, options }) => {
        const given = draft.rules[id];
        return (
          <div key={id} className="grid gap-2 border-t border-line pt-2">
            <SwitchField
              label={title}
              hint={summary}
              isOn={given !== undefined}
              onToggle={(isOn) => set(id, isOn ? {} : undefined)}
            />
            {given === undefined ? null : (
              <RuleOptionFields title={title} schema={options} options={given} onChange={(next) => set(id, next)} />
            )}
          </div>
        );
      })}
    </div>
  );
}
