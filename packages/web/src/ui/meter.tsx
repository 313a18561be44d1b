/** A share as a bar with its number beside it; the number says it all to screen readers. */
export function Meter({
  share,
  text,
  tone = 'accent',
}: {
  readonly share: number;
  readonly text: string;
  readonly tone?: 'accent' | 'model';
}) {
  return (
    <span className="inline-flex w-full min-w-24 items-center gap-2">
      <span aria-hidden className="h-2 flex-1 overflow-hidden rounded-full bg-raised forced-colors:border">
        <span
          className={
            tone === 'model'
              ? 'block h-full bg-model forced-colors:bg-[CanvasText]'
              : 'block h-full bg-accent forced-colors:bg-[CanvasText]'
          }
          style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
        />
      </span>
      {/* bars of one column end at one line */}
      <span className="min-w-[3.25rem] text-right text-sm tabular-nums">{text}</span>
    </span>
  );
}
