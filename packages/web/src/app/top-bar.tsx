import { Link } from '@tanstack/react-router';
import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Language, languages } from '../i18n/messages.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { messages } from './messages.ts';
import { preferences, themes, usePreferences } from './preferences.ts';
import { signOut, useToken } from './sign-in.ts';

/** The bar above every page. @param children where one is */
export function TopBar({ children }: { readonly children?: ReactNode }) {
  const t = useMessages(messages);
  return (
    <header className="flex min-h-14 items-center gap-3 border-b border-line bg-surface px-3 md:px-5">
      <Link to="/" className="flex min-h-11 items-center gap-2 font-semibold" aria-label={`ALaaS · ${t.projects}`}>
        <Mark />
        <span className="max-sm:sr-only">ALaaS</span>
      </Link>
      <div className="flex min-w-0 flex-1 items-center gap-2">{children}</div>
      <PreferencesMenu />
    </header>
  );
}

/** A pool, and the item in it that teaches most. */
function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" width="28" height="28">
      <rect width="32" height="32" rx="7" fill="#0b5d57" />
      {[
        [8, 9],
        [16, 7],
        [25, 10],
        [7, 17],
        [25, 19],
        [10, 25],
        [20, 26],
      ].map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="2" fill="#8fb8b3" />
      ))}
      <circle cx="16" cy="16" r="4.5" fill="#ffe08a" />
    </svg>
  );
}

function PreferencesMenu() {
  const t = useMessages(messages);
  const { theme, language } = usePreferences();
  const token = useToken();
  return (
    <Menu
      trigger={<IconButton label={t.settings} icon={<SlidersHorizontal aria-hidden size={20} />} />}
      groups={[
        {
          title: t.theme,
          items: themes.map((one) => ({
            label: t.themes[one],
            isChosen: theme === one,
            onChoose: () => preferences.set({ ...preferences.get(), theme: one }),
          })),
        },
        {
          title: t.language,
          items: Object.entries(languages).map(([code, name]) => ({
            label: name,
            isChosen: language === code,
            onChoose: () => preferences.set({ ...preferences.get(), language: code as Language }),
          })),
        },
        {
          items: [
            { label: t.reference, onChoose: () => location.assign('/docs') },
            ...(token === undefined ? [] : [{ label: t.signOut, onChoose: signOut }]),
          ],
        },
      ]}
    />
  );
}
