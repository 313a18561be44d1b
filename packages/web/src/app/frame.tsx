import { useRouter } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { messages } from './messages.ts';
import { TopBar } from './top-bar.tsx';

interface FrameProps {
  /** In the bar above: where one is. */
  readonly bar?: ReactNode;
  /** Beside the content, on a phone below it. */
  readonly navigation?: ReactNode;
  readonly children: ReactNode;
}

const IsFramed = createContext(false);

/** The path to which the focus was brought last; undefined: the browser has just opened the page, and puts the focus itself. */
let arrivedAt: string | undefined;

/**
 * What every page has around it: a way past the bar, the bar, and one main part, which takes the focus when somebody comes from
 * another page. A frame in a frame, as of a page that failed, is its content alone.
 */
export function Frame({ bar, navigation, children }: FrameProps) {
  return useContext(IsFramed) ? (
    children
  ) : (
    <IsFramed value={true}>
      <OuterFrame {...{ bar, navigation }}>{children}</OuterFrame>
    </IsFramed>
  );
}

function OuterFrame({ bar, navigation, children }: FrameProps) {
  const t = useMessages(messages);
  const main = useRef<HTMLElement>(null);
  const router = useRouter();
  useEffect(() => {
    // what had the focus is gone with the frame before this one
    if (arrivedAt !== undefined && isFocusFree()) arriveIn(main.current);
    arrivedAt ??= router.state.location.pathname;
    return router.subscribe('onResolved', ({ toLocation: { pathname } }) => {
      if (pathname === arrivedAt) return;
      arrivedAt = pathname;
      arriveIn(main.current);
    });
  }, [router]);
  return (
    <div className="flex h-dvh flex-col short:h-auto short:min-h-dvh">
      <a
        href={`#${contentId}`}
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:rounded-br-lg focus:bg-surface focus:p-3"
        onClick={(event) => {
          // the address stays what it is: it may be one that somebody copies
          event.preventDefault();
          focusContent();
        }}
      >
        {t.skip}
      </a>
      <TopBar>{bar}</TopBar>
      <div className="flex min-h-0 flex-1 max-md:flex-col-reverse short:max-md:flex-col">
        {navigation}
        <main
          ref={main}
          id={contentId}
          tabIndex={-1}
          className="relative min-h-0 min-w-0 flex-1 overflow-auto outline-none"
        >
          {children}
        </main>
      </div>
    </div>
  );
}

const contentId = 'content';

/** Brings the focus to the page, as when what had it is about to go. */
export function focusContent(): void {
  document.getElementById(contentId)?.focus({ preventScroll: true });
}

/** At its top, unless a part of the page has taken the focus by itself. */
function arriveIn(main: HTMLElement | null): void {
  if (main === null || main.contains(document.activeElement)) return;
  main.scrollTo(0, 0);
  main.focus({ preventScroll: true });
  // to label goes on at the item; what another page had may still be there, unseen
  if (location.pathname.endsWith('/annotate'))
    main.querySelector<HTMLElement>('[data-item]')?.focus({ preventScroll: true });
}

function isFocusFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
