import { expect, it } from 'vitest';
import { freeContentKeys } from './content-keys.ts';

it('leaves a key to the label or action that has it', () => {
  expect(freeContentKeys(['1', 'p x', '', 'ArrowLeft Shift+ArrowLeft'])).toEqual({
    play: '',
    back: '',
    ahead: 'Shift+ArrowRight',
    zoomIn: '+',
    zoomOut: '-',
  });
});
