import type { AnswerValue } from '@alaas/core';
import { useRef, useState } from 'react';
import { usePartKeys } from '../../keys/use-part-keys.ts';
import { type Edits, edited, noEdits, redone, undone } from './edits.ts';

type Value = AnswerValue | undefined;

/** An answer, and the suggestions that were turned down by then. */
interface State {
  readonly value: Value;
  readonly refused: ReadonlySet<string>;
}

/**
 * Changes of an answer that Control+Z takes back one by one; when there is none left, the key is the page's, which takes back
 * whole answers.
 */
export function useEdits(value: Value, onChange: (value: Value) => void, isOn: boolean) {
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set());
  const edits = useRef<Edits<State>>(noEdits);
  const last = useRef(value);
  const put = (state: State) => {
    last.current = state.value;
    setRefused(state.refused);
    if (state.value !== value) onChange(state.value);
  };
  /** What the page changed, such as by accepting a suggestion, can be taken back too. */
  const notice = () => {
    if (last.current !== value) edits.current = edited(edits.current, { value: last.current, refused });
    last.current = value;
  };
  const step = (way: typeof undone) => () => {
    notice();
    const done = way(edits.current, { value, refused });
    if (done === undefined) return false;
    edits.current = done.edits;
    put(done.value);
    return true;
  };
  usePartKeys(
    [
      ['Control+z', step(undone)],
      ['Control+y Control+Shift+z', step(redone)],
    ],
    { isOn, isFirst: true },
  );
  return {
    refused,
    /** @param gone key of a suggestion that is not to be shown any more */
    edit(next: AnswerValue, gone?: string) {
      notice();
      edits.current = edited(edits.current, { value, refused });
      put({ value: next, refused: gone === undefined ? refused : new Set([...refused, gone]) });
    },
  };
}
