import { defineMessages } from '../i18n/messages.ts';

export const messages = defineMessages({
  en: {
    image: (name: string) => `Image ${name}`,
    cannotShow: (name: string) => `${name} cannot be shown here.`,
  },
  zh: {
    image: (name) => `图像 ${name}`,
    cannotShow: (name) => `无法在此显示 ${name}。`,
  },
});
