import type { Stretch } from './pieces.ts';

/**
 * What of a text is selected on the page, in UTF-16 units; undefined: the selection is not in it. Equal ends: it is a place.
 *
 * @param root holds elements with `data-unit`, each with a run of the text
 */
export function selectedUnits(root: HTMLElement, selection: Selection | null): Stretch | undefined {
  const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
  if (range === undefined || !range.intersectsNode(root)) return undefined;
  const runs = [...root.querySelectorAll<HTMLElement>('[data-unit]')];
  return {
    start: unitAt(runs, range.startContainer, range.startOffset),
    end: unitAt(runs, range.endContainer, range.endOffset),
  };
}

/** The unit under a point of the window, as far as the browser tells. */
export function unitUnder(root: HTMLElement, x: number, y: number): number | undefined {
  const caret = document.caretPositionFromPoint?.(x, y);
  if (!caret || !root.contains(caret.offsetNode)) return undefined;
  return unitAt([...root.querySelectorAll<HTMLElement>('[data-unit]')], caret.offsetNode, caret.offset);
}

/** What is not in a run, such as a label between two of them, counts as the start of the next one. */
function unitAt(runs: readonly HTMLElement[], node: Node, offset: number): number {
  let end = 0;
  for (const run of runs) {
    const start = Number(run.dataset.unit);
    const text = run.firstChild;
    if (node === text) return start + offset;
    const range = document.createRange();
    range.selectNodeContents(run);
    end = start + (text?.textContent?.length ?? 0);
    const side = range.comparePoint(node, offset);
    if (side < 0) return start;
    if (side === 0) return offset === 0 ? start : end;
  }
  return end;
}
