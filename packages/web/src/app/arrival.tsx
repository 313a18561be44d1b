import { useEffect, useState } from 'react';

/** Tells screen readers which page has come: no browser does where a script changes it. */
export function Arrival() {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const title = document.querySelector('title');
    if (title === null) return;
    const { documentElement } = document;
    // the first one is told by the browser, as that of every document
    let language: string | undefined;
    const observer = new MutationObserver(() => {
      // the same page in another language is no other page
      if (language === documentElement.lang) setSaid(document.title);
      language = documentElement.lang;
    });
    observer.observe(title, { childList: true });
    return () => observer.disconnect();
  }, []);
  return (
    <p aria-live="polite" data-arrival className="sr-only">
      {said}
    </p>
  );
}
