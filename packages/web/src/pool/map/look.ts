import { type Project, pairwiseAnswers } from '@alaas/core';
import { labelColor } from '../../ui/palette.ts';
import type { Group, Groups } from './coloring.ts';
import { marks, type Rgb } from './renderer.ts';
import { type Ground, scaleColor } from './scale-color.ts';

/** Of what is not known: close to the ground, so that the rest stands out. */
const quiet = { light: '#bdbab1', dark: '#5a606c' } as const;
const others = 8;
/** Grey, orange, blue, red: places in the palette of labels, in the order of the statuses. */
const statusPlaces = [8, 1, 0, 5] as const;

type Value = string | readonly string[];

/** The colour of each group, `#rrggbb`. */
export function groupColors(
  { groups }: Groups,
  {
    project,
    values,
    ground,
  }: { readonly project: Project; readonly values: readonly Value[]; readonly ground: Ground },
): readonly string[] {
  const ranges = groups.filter(({ kind }) => kind === 'range');
  const last = Math.max(...ranges.map(({ to }) => to), 0);
  return groups.map((group) => colorOf(group));

  function colorOf({ kind, from, to }: Group): string {
    switch (kind) {
      case 'value':
        return valueColor(from);
      case 'range':
        // the first of single rounds is 0 of the scale, the last one all of it
        return scaleColor(last === 0 ? 0 : from === to ? from / last : (from + to) / 2 / last, ground);
      case 'status':
        return labelColor(statusPlaces[from] ?? others);
      case 'others':
        return labelColor(others);
      case 'unknown':
        return quiet[ground];
    }
  }

  function valueColor(place: number): string {
    const value = values[place];
    const index =
      project.task === 'pairwise'
        ? pairwiseAnswers.indexOf(value as (typeof pairwiseAnswers)[number])
        : project.labels.findIndex(({ name }) => name === value);
    return index < 0 ? labelColor(place) : labelColor(index, project.labels[index]?.color);
  }
}

/** Colours and marks of points, as the renderer takes them. */
export function pointColors({ of, groups }: Groups, colors: readonly string[], isSelected: Uint8Array): Uint8Array {
  const parts = colors.map((color) => rgbOf(color).map((part) => Math.round(part * 255)));
  const bytes = new Uint8Array(4 * of.length);
  for (let point = 0; point < of.length; point++) {
    const group = of[point] as number;
    const [red = 0, green = 0, blue = 0] = parts[group] ?? [];
    bytes[4 * point] = red;
    bytes[4 * point + 1] = green;
    bytes[4 * point + 2] = blue;
    bytes[4 * point + 3] =
      isSelected[point] === 1 ? marks.selected : groups[group]?.kind === 'unknown' ? marks.quiet : marks.usual;
  }
  return bytes;
}

/** @param color `#rrggbb` */
export function rgbOf(color: string): Rgb {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}
