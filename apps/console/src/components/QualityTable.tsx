import type { Indicator } from '@haustra/domain';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { clockText } from './format.js';

/** The indicators of quality of a finished examination, each with its target and the rule that defines it. */
export function QualityTable({ indicators }: { indicators: readonly Indicator[] }) {
  const { t } = useTranslation();
  return (
    <section className="quality" aria-label={t('quality.title')}>
      <h2>{t('quality.title')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('quality.indicator')}</th>
            <th scope="col">{t('quality.value')}</th>
            <th scope="col">{t('quality.target')}</th>
            <th scope="col">{t('quality.met')}</th>
            <th scope="col">{t('quality.rule')}</th>
          </tr>
        </thead>
        <tbody>
          {indicators.map((one) => (
            <tr key={one.id} data-indicator={one.id}>
              <th scope="row">{t(`indicator.${one.id}`)}</th>
              <td className={one.value === null ? 'quiet' : ''}>{valueText(one.value, one.unit, t)}</td>
              <td className={one.target === null ? 'quiet' : ''}>{targetText(one, t)}</td>
              <td className={one.met === null ? 'quiet' : one.met ? 'met' : 'unmet'}>{metText(one, t)}</td>
              <td>
                <code
                  title={t(one.verified ? 'quality.verified' : 'quality.unverified', { source: one.source })}
                >
                  {one.rule}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function valueText(value: Indicator['value'], unit: Indicator['unit'], t: TFunction): string {
  if (value === null) return t('quality.unknown');
  if (typeof value === 'boolean') return t(value ? 'quality.yes' : 'quality.no');
  switch (unit) {
    case 'ms':
      return clockText(value);
    case 'share':
      return `${Math.round(100 * value)} %`;
    case 'per-minute':
      return t('quality.perMinute', { value: value.toFixed(1) });
    default:
      return `${value}`;
  }
}

function targetText({ target, unit }: Indicator, t: TFunction): string {
  if (target === null) return t('quality.noTarget');
  if ('atLeast' in target) return `≥ ${valueText(target.atLeast, unit, t)}`;
  return 'atMost' in target ? `≤ ${valueText(target.atMost, unit, t)}` : valueText(target.is, unit, t);
}

function metText({ met, target }: Indicator, t: TFunction): string {
  if (target === null) return '–';
  if (met === null) return t('quality.unknown');
  return met ? `✓ ${t('quality.metYes')}` : `✗ ${t('quality.metNo')}`;
}
