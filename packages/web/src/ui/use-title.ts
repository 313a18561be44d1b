import { createContext, useContext, useEffect } from 'react';

/** What the pages below it belong to, as the name of their project. */
export const TitleContext = createContext<string | undefined>(undefined);

/** What the tab of the browser says while this page is shown. */
export function useTitle(title: string): void {
  const place = useContext(TitleContext);
  useEffect(() => {
    document.title = [title, place, 'ALaaS'].filter((part) => part !== undefined).join(' · ');
  }, [title, place]);
}
