import { defineMessages } from '../../i18n/messages.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const messages = defineMessages({
  en: {
    hint: 'Drag to draw a box; it gets the active label. A click chooses a box: drag it or its handles, press the key of a label, or Delete. By keys: B makes a box in the middle, the arrow keys move it (Shift: by 10), with Alt they resize it, Tab goes through the boxes. Hold Ctrl to draw inside the chosen box.',
    box: (label: string, n: number, all: number, { x, y, width, height }: Place) =>
      `${label}, box ${n} of ${all}: ${width} by ${height} pixels, at ${x} from the left and ${y} from the top`,
    suggestion: (label: string, { x, y, width, height }: Place) =>
      `${label}, suggested, press to accept: ${width} by ${height} pixels, at ${x} from the left and ${y} from the top`,
    at: ({ x, y, width, height }: Place) => `${width} by ${height} at ${x}, ${y}`,
    added: (label: string) => `Added a box: ${label}.`,
    changed: (label: string) => `The box is ${label} now.`,
    removed: (label: string) => `Removed the box: ${label}.`,
    active: (label: string) => `The next box is ${label}.`,
    newBox: 'New box',
    moveImage: 'Move the image',
    noImage: (name: string) =>
      `${name} is no image, and boxes can only be drawn on images. Skip it, and tell the project’s admin.`,
    broken: (name: string) => `${name} cannot be shown by this browser. Skip it, and tell the project’s admin.`,
    count: (label: string, n: number) => `${label} × ${n}`,
    answer: (name: string, counts: string) => `${name} with boxes: ${counts}`,
  },
  zh: {
    hint: '拖动以画框，新框使用当前标签。单击选中一个框：拖动它或其控制点，按标签的按键，或按 Delete 删除。键盘：B 在中间新建框，方向键移动（Shift：10 像素），加 Alt 调整大小，Tab 依次浏览。按住 Ctrl 可在选中的框内画框。',
    box: (label, n, all, { x, y, width, height }) =>
      `${label}，第 ${n} 个框，共 ${all} 个：${width} × ${height} 像素，距左 ${x}，距上 ${y}`,
    suggestion: (label, { x, y, width, height }) =>
      `${label}，建议，按下即接受：${width} × ${height} 像素，距左 ${x}，距上 ${y}`,
    at: ({ x, y, width, height }) => `${width} × ${height}，位于 ${x}, ${y}`,
    added: (label) => `已添加框：${label}。`,
    changed: (label) => `该框现为 ${label}。`,
    removed: (label) => `已删除框：${label}。`,
    active: (label) => `下一个框为 ${label}。`,
    newBox: '新建框',
    moveImage: '移动图像',
    noImage: (name) => `${name} 不是图像，只能在图像上画框。请跳过并告知项目管理员。`,
    broken: (name) => `此浏览器无法显示 ${name}。请跳过并告知项目管理员。`,
    count: (label, n) => `${label} × ${n}`,
    answer: (name, counts) => `${name} 及其框：${counts}`,
  },
});
