import { usePreferences } from '../app/preferences.ts';
import { createFormat, type Format } from './create-format.ts';

/** Making one takes a millisecond, and every button has one. */
const formats = new Map<string, Format>();

export function useFormat(): Format {
  const { language } = usePreferences();
  const format = formats.get(language) ?? createFormat(language);
  formats.set(language, format);
  return format;
}
