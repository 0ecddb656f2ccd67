import type { GateCheck } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { differenceText } from '../format.js';

const WIDTH = 120;
const HEIGHT = 16;

/** The difference with its 95 % interval, drawn around zero; `scale` is what lies at either end. */
export function IntervalBar({
  check: { difference, low, high, verdict },
  scale,
}: {
  check: GateCheck;
  scale: number;
}) {
  const { t } = useTranslation();
  if (difference === null || low === null || high === null) return <span className="quiet">–</span>;
  const x = (value: number) =>
    WIDTH / 2 + (Math.max(-scale, Math.min(scale, value)) / scale) * (WIDTH / 2 - 3);
  const words = t('learn.gate.intervalWords', { low: differenceText(low), high: differenceText(high) });
  return (
    <svg className={`interval ${verdict}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
      <title>{words}</title>
      <line className="zero" x1={WIDTH / 2} x2={WIDTH / 2} y1={0} y2={HEIGHT} />
      <line className="range" x1={x(low)} x2={x(high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <circle cx={x(difference)} cy={HEIGHT / 2} r={3.5} />
    </svg>
  );
}
