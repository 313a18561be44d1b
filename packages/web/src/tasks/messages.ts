import { defineMessages } from '../i18n/messages.ts';

export const messages = defineMessages({
  en: {
    labels: 'Labels',
    item: 'Item',
    suggested: 'suggested by the model,',
    none: 'None of these',
    chooseSeveral: 'Choose all that apply.',
    better: 'Which is better?',
    sides: { left: 'Left', right: 'Right', tie: 'Equally good' },
    prompt: 'Question',
  },
  zh: {
    labels: '标签',
    item: '样本',
    suggested: '模型建议，',
    none: '都不是',
    chooseSeveral: '选择所有适用的标签。',
    better: '哪个更好？',
    sides: { left: '左', right: '右', tie: '一样好' },
    prompt: '问题',
  },
});
