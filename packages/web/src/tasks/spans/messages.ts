import { defineMessages } from '../../i18n/messages.ts';

export const messages = defineMessages({
  en: {
    text: 'Text to mark',
    hint: 'Drag over text, or walk with the arrow keys and extend with Shift; then press the key of a label. Hold Shift while you drag to mark single characters. Tab goes through the marks, Delete removes one, Escape lets go.',
    mark: (label: string, text: string) => `${label}: ${text}`,
    suggestion: (label: string, text: string) => `${label}: ${text} – suggested, press to accept`,
    chosen: (text: string) => `${text} – choose a label`,
    at: (text: string) => text,
    marked: (text: string, label: string) => `Marked ${text} as ${label}.`,
    changed: (text: string, label: string) => `${text} is ${label} now.`,
    removed: (text: string) => `${text} is not marked any more.`,
    active: (label: string) => `What you choose next is ${label}.`,
    inactive: 'Choose text, then a label.',
    wholeWords: 'Whole words',
    noText: (name: string) =>
      `${name} is no text, and spans can only be marked in texts. Skip it, and tell the project’s admin.`,
    count: (label: string, n: number) => `${label} × ${n}`,
    list: (n: number) => (n === 1 ? '1 mark' : `${n} marks`),
  },
  zh: {
    text: '待标注文本',
    hint: '拖选文字，或用方向键移动并按 Shift 扩展，然后按标签的按键。拖选时按住 Shift 可标注单个字符。Tab 依次浏览标注，Delete 删除，Esc 取消选择。',
    mark: (label, text) => `${label}：${text}`,
    suggestion: (label, text) => `${label}：${text}，建议，按下即接受`,
    chosen: (text) => `${text}，请选择标签`,
    at: (text) => text,
    marked: (text, label) => `已将 ${text} 标注为 ${label}。`,
    changed: (text, label) => `${text} 现为 ${label}。`,
    removed: (text) => `${text} 不再标注。`,
    active: (label) => `接下来选中的文字标注为 ${label}。`,
    inactive: '先选文字，再选标签。',
    wholeWords: '整词',
    noText: (name) => `${name} 不是文本，只能在文本中标注片段。请跳过并告知项目管理员。`,
    count: (label, n) => `${label} × ${n}`,
    list: (n) => `${n} 处标注`,
  },
});
