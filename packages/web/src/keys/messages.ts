import { defineMessages } from '../i18n/messages.ts';

export const messages = defineMessages({
  en: {
    title: 'Keys',
    preset: 'Keyboard of',
    presets: {
      project: 'ALaaS, with the keys of this project',
      alaas: 'ALaaS',
      prodigy: 'Prodigy',
      'label-studio': 'Label Studio',
      argilla: 'Argilla',
      doccano: 'doccano',
    },
    characters: 'Letters, digits and signs alone',
    charactersHint:
      'Off: only keys with Control or Alt, and named keys like Enter, do something. Good with speech input.',
    answers: 'Answers',
    rest: 'Everything else',
    change: (what: string) => `Change the key of ${what}`,
    press: 'Press a key …',
    none: 'none',
    own: 'yours',
    remove: (what: string) => `No key for ${what}`,
    reset: 'Take all of mine back',
    conflict: (key: string, has: string, lacks: string) =>
      `${key} is taken by “${has}”, so “${lacks}” has another key or none.`,
    hint: 'Click on a key to change it; Escape leaves it as it is. The changes are yours alone, in this browser.',
  },
  zh: {
    title: '快捷键',
    preset: '键盘方案',
    presets: {
      project: 'ALaaS（含项目快捷键）',
      alaas: 'ALaaS',
      prodigy: 'Prodigy',
      'label-studio': 'Label Studio',
      argilla: 'Argilla',
      doccano: 'doccano',
    },
    characters: '单独的字母、数字和符号',
    charactersHint: '关闭后，只有带 Control 或 Alt 的组合键以及 Enter 等功能键有效。适合语音输入。',
    answers: '答案',
    rest: '其他操作',
    change: (what) => `更改“${what}”的快捷键`,
    press: '请按键……',
    none: '无',
    own: '自定义',
    remove: (what) => `取消“${what}”的快捷键`,
    reset: '恢复默认',
    conflict: (key, has, lacks) => `${key} 已用于“${has}”，因此“${lacks}”使用其他键或没有快捷键。`,
    hint: '点击快捷键即可更改；按 Escape 保持不变。更改仅对您在此浏览器中有效。',
  },
});
