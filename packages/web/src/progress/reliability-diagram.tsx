import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { mistakesMessages } from './mistakes-messages.ts';

interface Bin {
  readonly confidence: number;
  readonly accuracy: number;
  readonly items: number;
}

/** Pixels of the drawing; it is scaled to the room there is. */
const [width, height, left, bottom, top, right] = [380, 320, 68, 48, 24, 24] as const;
const ticks = [0, 0.25, 0.5, 0.75, 1];
const [smallest, largest] = [5, 15] as const;

/** Share right by confidence, bin by bin, against the line on which both are equal. The number of answers stands at each. */
export function ReliabilityDiagram({ bins }: { readonly bins: readonly Bin[] }) {
  const { calibration: t } = useMessages(mistakesMessages);
  const format = useFormat();
  const x = (share: number) => left + share * (width - left - right);
  const y = (share: number) => height - bottom - share * (height - bottom - top);
  const most = Math.max(...bins.map(({ items }) => items));
  // the area, not the radius, grows with the answers
  const radius = (items: number) => smallest + (largest - smallest) * Math.sqrt(items / most);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t.title} className="w-full max-w-lg text-ink">
      {ticks.map((share) => (
        <g key={share} fontSize="13" fill="var(--muted)">
          <line x1={x(0)} x2={x(1)} y1={y(share)} y2={y(share)} stroke="var(--line)" />
          <line x1={x(share)} x2={x(share)} y1={y(0)} y2={y(1)} stroke="var(--line)" />
          <text x={left - 8} y={y(share) + 4} textAnchor="end">
            {format.share(share)}
          </text>
          <text x={x(share)} y={height - bottom + 20} textAnchor="middle">
            {format.share(share)}
          </text>
        </g>
      ))}
      <text x={x(0.5)} y={height - 8} textAnchor="middle" fontSize="13" fill="var(--muted)">
        {t.confidence}
      </text>
      <text textAnchor="middle" fontSize="13" fill="var(--muted)" transform={`translate(12 ${y(0.5)}) rotate(-90)`}>
        {t.right}
      </text>
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke="var(--edge)" strokeWidth="2" strokeDasharray="2 5" />
      {bins.map(({ confidence, accuracy, items }) => (
        <g key={confidence}>
          <line
            x1={x(confidence)}
            x2={x(confidence)}
            y1={y(confidence)}
            y2={y(accuracy)}
            stroke="var(--model)"
            strokeWidth="2"
            strokeDasharray="3 3"
          />
          <circle cx={x(confidence)} cy={y(accuracy)} r={radius(items)} fill="var(--model)" fillOpacity="0.85" />
          <text
            x={x(confidence)}
            y={y(accuracy) + radius(items) + 14}
            textAnchor="middle"
            fontSize="13"
            fill="currentColor"
            stroke="var(--surface)"
            strokeWidth="3"
            paintOrder="stroke"
          >
            {format.count(items)}
          </text>
        </g>
      ))}
    </svg>
  );
}
