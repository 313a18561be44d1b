import { defineMessages } from '../../i18n/messages.ts';

export const messages = defineMessages({
  en: {
    labels: 'Labels',
    remove: 'Remove',
    accepted: 'Accepted the suggestion.',
    refused: 'Turned down the suggestion.',
    nothing: 'Nothing marked',
    answerNothing: 'Nothing to mark',
    howTo: 'How to mark',
  },
  zh: {
    labels: '标签',
    remove: '删除',
    accepted: '已接受该建议。',
    refused: '已拒绝该建议。',
    nothing: '没有标注',
    answerNothing: '无需标注',
    howTo: '标注方法',
  },
});
