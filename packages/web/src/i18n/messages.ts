/** What a page says: texts, and functions that make texts of what they are given; may be nested. */
export interface Messages {
  // biome-ignore lint/suspicious/noExplicitAny: the texts of a page say what they need
  readonly [key: string]: string | ((...given: any[]) => string) | Messages;
}

/** The same texts in another language. */
type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Translated<T[K]>;
};

/** The languages of the interface, as they call themselves. */
export const languages = { en: 'English', zh: '中文' } as const;

export type Language = keyof typeof languages;

/** A page's texts in every language; the compiler refuses a language that lacks one. */
export type Catalogue<T> = Readonly<Record<Language, Translated<T>>>;

/**
 * The texts of one page. They stand beside it, in a file `messages.ts`.
 *
 *     export const messages = defineMessages({
 *       en: { title: 'Pool', shown: (n: number) => `${n} shown` },
 *       zh: { title: '样本池', shown: (n) => `显示 ${n} 条` },
 *     });
 */
export function defineMessages<T extends Messages>(texts: {
  readonly en: T;
  readonly zh: Translated<NoInfer<T>>;
}): Catalogue<T> {
  return texts as unknown as Catalogue<T>;
}

/** The best of the interface's languages for a browser. @param wanted as `navigator.languages` */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language = ''] = tag.toLowerCase().split('-');
    if (Object.hasOwn(languages, language)) return language as Language;
  }
  return 'en';
}
