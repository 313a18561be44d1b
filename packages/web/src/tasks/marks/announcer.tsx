import { useState } from 'react';

/** What was done, told to screen readers. @returns what tells it, and the place that has to be on the page */
export function useAnnouncer(): readonly [say: (words: string) => void, place: React.ReactNode] {
  const [said, setSaid] = useState({ words: '', count: 0 });
  const say = (words: string) => setSaid(({ count }) => ({ words, count: count + 1 }));
  // the same words twice are two messages: a blank behind them tells them apart
  const place = (
    <p aria-live="polite" className="sr-only">
      {said.count % 2 === 0 ? said.words : `${said.words}\u00a0`}
    </p>
  );
  return [say, place];
}
