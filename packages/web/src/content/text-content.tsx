/** A text as it is written. */
export function TextContent({ text }: { readonly text: string }) {
  return (
    <p dir="auto" className="mx-auto max-w-[75ch] text-xl leading-relaxed break-words whitespace-pre-wrap">
      {text}
    </p>
  );
}

/** Characters of which no more than three lines are shown. */
const smallLength = 1000;

/** A text in a list: its first lines. */
export function SmallText({ text }: { readonly text: string }) {
  return (
    <p dir="auto" className="line-clamp-3 break-words">
      {text.slice(0, smallLength)}
    </p>
  );
}
