import { defineMessages } from '../../i18n/messages.ts';

/** Keys that walk through a text, and change what is marked in it. */
export const spansKeys = [
  ...['ArrowLeft', 'ArrowRight'].flatMap((key) => [key, `Shift+${key}`, `Alt+${key}`]),
  ...['ArrowUp', 'ArrowDown', 'Home', 'End'].flatMap((key) => [key, `Shift+${key}`]),
  'Delete',
  'Escape',
];

export const spansHelp = defineMessages({
  en: {
    'ArrowLeft ArrowRight': 'Walk through the text, or from mark to mark',
    'ArrowUp ArrowDown': 'The line or sentence before, or the next one',
    'Shift+ArrowLeft Shift+ArrowRight': 'Choose less or more text; of a chosen mark: move its end',
    'Alt+ArrowLeft Alt+ArrowRight': 'Move the start of the chosen mark',
    Tab: 'The next mark',
    Delete: 'Remove the chosen mark',
    Escape: 'Let go of what is chosen',
    'Control+z': 'Take back the last change',
  },
  zh: {
    'ArrowLeft ArrowRight': '在文本中或标注之间移动',
    'ArrowUp ArrowDown': '上一行（句）或下一行（句）',
    'Shift+ArrowLeft Shift+ArrowRight': '缩小或扩大选择；选中标注时移动其末端',
    'Alt+ArrowLeft Alt+ArrowRight': '移动选中标注的始端',
    Tab: '下一个标注',
    Delete: '删除选中的标注',
    Escape: '取消选择',
    'Control+z': '撤回上一次更改',
  },
});
