import { type PoolSort, type Project, pairwiseAnswers, poolSorts, poolStatuses } from '@alaas/core';
import { ArrowDownWideNarrow, ArrowUpNarrowWide, ListFilter, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { messages } from './messages.ts';
import {
  activeFilters,
  arms,
  defaultOrder,
  type FilterName,
  type PoolChange,
  type PoolSearch,
  withoutFilter,
  withoutFilters,
} from './pool-search.ts';

interface PoolFiltersProps {
  readonly project: Project;
  readonly search: PoolSearch;
  onChange(change: PoolChange): void;
}

const narrow = 'flex-[1_1_7.6rem]';

/** Milliseconds without a key after which a search is sent. */
const typingMs = 300;

/** Search, filters and order of the list. */
export function PoolFilters({ project, search, onChange }: PoolFiltersProps) {
  const t = useMessages(messages);
  // on a narrow screen they would be all that is seen
  const [isOpen, setIsOpen] = useState(false);
  const isErrors = search.view === 'errors';
  const names = project.task === 'pairwise' ? pairwiseAnswers : project.labels.map(({ name }) => name);
  const labels = [{ value: '', label: t.any }, ...names.map((name) => ({ value: name, label: name }))];
  const sort = search.sort ?? (isErrors ? 'error' : 'pool');
  const order = search.order ?? defaultOrder(sort);
  return (
    <section aria-label={t.filters} className="flex flex-wrap items-end gap-3">
      <SearchField value={search.q ?? ''} onSearch={(q) => onChange({ q: q === '' ? undefined : q })} />
      <Button
        aria-expanded={isOpen}
        icon={<ListFilter aria-hidden size={18} />}
        className="@3xl:hidden"
        onClick={() => setIsOpen(!isOpen)}
      >
        {t.filters}
      </Button>
      <div className={cx('flex-[1_1_100%] flex-wrap gap-3 @3xl:contents', isOpen ? 'flex' : 'hidden')}>
        {isErrors ? null : (
          <SelectField
            label={t.status}
            className={narrow}
            value={search.status ?? ''}
            choices={[
              { value: '', label: t.any },
              ...poolStatuses.map((value) => ({ value, label: t.statuses[value] })),
            ]}
            onChoose={(status) => onChange({ status: status === '' ? undefined : status })}
          />
        )}
        <SelectField
          label={t.label}
          className={narrow}
          value={search.label ?? ''}
          choices={labels}
          onChoose={(label) => onChange({ label: label === '' ? undefined : label })}
        />
        <SelectField
          label={t.predicted}
          className={narrow}
          value={search.predicted ?? ''}
          choices={labels}
          onChoose={(predicted) => onChange({ predicted: predicted === '' ? undefined : predicted })}
        />
        {isErrors ? null : (
          <>
            <SelectField
              label={t.arm}
              className={narrow}
              value={search.arm ?? ''}
              choices={[{ value: '', label: t.any }, ...arms.map((value) => ({ value, label: t.arms[value] }))]}
              onChoose={(arm) => onChange({ arm: arm === '' ? undefined : arm })}
            />
            <SelectField
              label={t.errorFilter}
              className={narrow}
              value={search.likelyError === undefined ? '' : search.likelyError ? 'yes' : 'no'}
              choices={[
                { value: '', label: t.any },
                { value: 'yes', label: t.likelyError },
                { value: 'no', label: t.notLikelyError },
              ]}
              onChoose={(is) => onChange({ likelyError: is === '' ? undefined : is === 'yes' })}
            />
          </>
        )}
      </div>
      <div className="flex flex-[1.5_1_11.5rem] items-end gap-1">
        <SelectField
          label={t.sort}
          className="min-w-0 flex-1"
          value={sort}
          choices={poolSorts.map((value) => ({ value, label: t.sorts[value] }))}
          onChoose={(chosen: PoolSort) => onChange({ sort: chosen, order: undefined })}
        />
        <IconButton
          label={order === 'asc' ? t.ascending : t.descending}
          kind="plain"
          icon={
            order === 'asc' ? (
              <ArrowUpNarrowWide aria-hidden size={20} />
            ) : (
              <ArrowDownWideNarrow aria-hidden size={20} />
            )
          }
          onClick={() => onChange({ order: order === 'asc' ? 'desc' : 'asc' })}
        />
      </div>
    </section>
  );
}

function SearchField({ value, onSearch }: { readonly value: string; onSearch(q: string): void }) {
  const t = useMessages(messages);
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  // the address changed by other means: a chip was removed, or the browser went back
  if (shown !== value) {
    setShown(value);
    if (value !== text.trim()) setText(value);
  }
  const send = useEffectEvent(() => {
    if (text.trim() !== value) onSearch(text.trim());
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: every key starts the wait anew
  useEffect(() => {
    const timer = setTimeout(send, typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextField
      label={t.search}
      type="search"
      className="flex-[3_1_12rem]"
      placeholder={t.searchHint}
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

/** The filters that are set, each with a way to take it out. */
export function FilterChips({ search, onChange }: Omit<PoolFiltersProps, 'project'>) {
  const t = useMessages(messages);
  const format = useFormat();
  const names = activeFilters(search);
  if (names.length === 0) return null;
  const textOf = (name: FilterName): string => {
    switch (name) {
      case 'q':
        return t.chips.q(search.q ?? '');
      case 'status':
        return t.chips.status(search.status === undefined ? '' : t.statuses[search.status]);
      case 'label':
        return t.chips.label(search.label ?? '');
      case 'predicted':
        return t.chips.predicted(search.predicted ?? '');
      case 'round':
        return t.chips.round(format.count(search.round ?? 0));
      case 'arm':
        return t.chips.arm(search.arm === undefined ? '' : t.arms[search.arm]);
      case 'truth':
        return t.chips.truth(search.truth ?? '', search.said ?? '');
      case 'likelyError':
        return search.likelyError ? t.chips.likelyError : t.chips.notLikelyError;
    }
  };
  return (
    <ul className="flex flex-wrap gap-2">
      {names.map((name) => (
        <li key={name}>
          <Button
            className="rounded-full bg-accent-soft! px-3"
            aria-label={t.remove(textOf(name))}
            onClick={() => onChange(withoutFilter(name))}
          >
            <span dir="auto" className="break-words">
              {textOf(name)}
            </span>
            <X aria-hidden size={16} />
          </Button>
        </li>
      ))}
      {names.length < 2 ? null : (
        <li>
          <Button kind="quiet" onClick={() => onChange(withoutFilters())}>
            {t.clear}
          </Button>
        </li>
      )}
    </ul>
  );
}
