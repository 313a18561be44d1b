import { defineMessages } from '../i18n/messages.ts';

/** What is said on every page. */
export const messages = defineMessages({
  en: {
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    saved: 'Saved.',
    loading: 'Loading …',
    retry: 'Try again',
    copy: 'Copy',
    copied: 'Copied.',
    copyByHand: 'The browser did not let this page copy. Select the line and copy it by hand.',
    asTable: 'As a table',
    asChart: 'As a chart',
    nothing: 'Nothing yet.',
    notifications: 'Notifications',
    unexpected: 'Something went wrong on this page.',
  },
  zh: {
    close: '关闭',
    cancel: '取消',
    save: '保存',
    saved: '已保存。',
    loading: '正在加载……',
    retry: '重试',
    copy: '复制',
    copied: '已复制。',
    copyByHand: '浏览器不允许此页面复制。请选中该行手动复制。',
    asTable: '表格',
    asChart: '图表',
    nothing: '暂无内容。',
    notifications: '通知',
    unexpected: '此页面出错了。',
  },
});
