/** How far something is; without `value` it is under way. */
export function ProgressBar(props: {
  readonly label: string;
  readonly value?: number | undefined;
  readonly max?: number;
}) {
  const { label, value, max = 1 } = props;
  const share = value === undefined || max <= 0 ? undefined : Math.min(1, value / max);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
      className="h-2 overflow-hidden rounded-full bg-raised forced-colors:border"
    >
      <div
        className={
          share === undefined
            ? 'h-full w-1/3 animate-pulse bg-accent forced-colors:bg-[CanvasText]'
            : 'h-full bg-accent forced-colors:bg-[CanvasText]'
        }
        style={share === undefined ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
