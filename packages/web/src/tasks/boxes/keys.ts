import { defineMessages } from '../../i18n/messages.ts';

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/** The key that makes a box, where it is free. */
export const newBoxKey = 'b';

/** Keys that move and resize boxes, and the image under them. */
export const boxesKeys = {
  itemKeys: [
    ...arrows.flatMap((key) => [key, `Shift+${key}`, `Alt+${key}`, `Alt+Shift+${key}`]),
    'Home',
    'Delete',
    'Escape',
  ],
  softKeys: [newBoxKey],
};

export const boxesHelp = defineMessages({
  en: {
    [newBoxKey]: 'New box in the middle',
    'ArrowLeft ArrowRight ArrowUp ArrowDown': 'Move the chosen box, or the image; with Shift in long steps',
    'Alt+ArrowRight Alt+ArrowDown': 'Resize the chosen box; with Shift in long steps',
    Tab: 'The next box',
    Delete: 'Remove the chosen box',
    Escape: 'Let go of the box',
    'Control+z': 'Take back the last change',
  },
  zh: {
    [newBoxKey]: '在中间新建框',
    'ArrowLeft ArrowRight ArrowUp ArrowDown': '移动选中的框或图像；加 Shift 步幅更大',
    'Alt+ArrowRight Alt+ArrowDown': '调整选中的框的大小；加 Shift 步幅更大',
    Tab: '下一个框',
    Delete: '删除选中的框',
    Escape: '取消选择',
    'Control+z': '撤回上一次更改',
  },
});
