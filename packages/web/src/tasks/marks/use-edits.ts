import type { AnswerValue } from '@alaas/core';
import { useRef } from 'react';
import { usePartKeys } from '../../keys/use-part-keys.ts';
import { type Edits, edited, noEdits, redone, undone } from './edits.ts';

type Value = AnswerValue | undefined;

/**
 * Changes of an answer that Control+Z takes back one by one; when there is none left, the key is the page's, which takes back
 * whole answers.
 *
 * @returns changes the answer
 */
export function useEdits(value: Value, onChange: (value: Value) => void, isOn: boolean): (next: AnswerValue) => void {
  const edits = useRef<Edits<Value>>(noEdits);
  const last = useRef(value);
  /** What the page changed, such as by accepting a suggestion, can be taken back too. */
  const notice = () => {
    if (last.current !== value) edits.current = edited<Value>(edits.current, last.current);
    last.current = value;
  };
  const step = (way: typeof undone) => () => {
    notice();
    const done = way<Value>(edits.current, value);
    if (done === undefined) return false;
    edits.current = done.edits;
    last.current = done.value;
    onChange(done.value);
    return true;
  };
  usePartKeys(
    [
      ['Control+z', step(undone)],
      ['Control+y', step(redone)],
      ['Control+Shift+z', step(redone)],
    ],
    { isOn, isFirst: true },
  );
  return (next) => {
    notice();
    edits.current = edited<Value>(edits.current, value);
    last.current = next;
    onChange(next);
  };
}
