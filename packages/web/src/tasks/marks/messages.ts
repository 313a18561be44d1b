import { defineMessages } from '../../i18n/messages.ts';

export const messages = defineMessages({
  en: {
    labels: 'Labels',
    remove: 'Remove',
    acceptAll: (n: number) => `Accept all ${n} suggested`,
    accepted: (n: number) => (n === 1 ? 'Accepted 1 suggestion.' : `Accepted ${n} suggestions.`),
    refused: 'Turned down the suggestion.',
    suggestedBy: (share: string) => `Suggested by the model, ${share}`,
    nothing: 'Nothing marked',
    answerNothing: 'Nothing to mark',
    howTo: 'How to mark',
  },
  zh: {
    labels: '标签',
    remove: '删除',
    acceptAll: (n) => `接受全部 ${n} 条建议`,
    accepted: (n) => `已接受 ${n} 条建议。`,
    refused: '已拒绝该建议。',
    suggestedBy: (share) => `模型建议，${share}`,
    nothing: '没有标注',
    answerNothing: '无需标注',
    howTo: '标注方法',
  },
});
