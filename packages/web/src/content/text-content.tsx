/** A text as it is written; a long one scrolls in its own box, so that the labels stay in sight. */
export function TextContent({
  text,
  label,
  isSmall,
}: {
  readonly text: string;
  /** Names the box for screen readers. */
  readonly label: string;
  readonly isSmall: boolean;
}) {
  if (isSmall) {
    return (
      <p dir="auto" className="line-clamp-3 break-words">
        {text.slice(0, smallLength)}
      </p>
    );
  }
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
      tabIndex={0}
      className="max-h-[55dvh] overflow-auto rounded-lg"
    >
      <p dir="auto" className="mx-auto max-w-[75ch] text-xl leading-relaxed break-words whitespace-pre-wrap">
        {text}
      </p>
    </section>
  );
}

/** Characters of which no more than three lines are shown. */
const smallLength = 1000;
