import { defineMessages } from '../i18n/messages.ts';

export const messages = defineMessages({
  en: { labels: 'Labels' },
  zh: { labels: '标签' },
});
