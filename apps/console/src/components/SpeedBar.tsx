import { TOO_FAST } from '@haustra/clinical';
import type { Standing } from '@haustra/domain';
import { useTranslation } from 'react-i18next';

interface SpeedBarProps {
  readonly pace: number;
  readonly alarms: Standing['alarms'];
  /** From which a withdrawal counts as fast, by the site. */
  readonly limit: Standing['paceLimit'];
}

/** How fast the scope is drawn back; the whole bar is twice the limit. No unit: the speed is relative. A quiet bar; it takes colour and a word only while the engine calls it fast. */
export function SpeedBar({ pace, alarms, limit = TOO_FAST.values.above }: SpeedBarProps) {
  const { t } = useTranslation();
  const share = Math.min(1, Math.max(0, -pace / (2 * limit)));
  const slipped = alarms?.includes('slip-back') ?? false;
  const fast = slipped || (alarms?.includes('too-fast') ?? false);
  const word = t(slipped ? 'speed.slipped' : fast ? 'speed.fast' : 'speed.calm');
  return (
    <div className={fast ? 'speed fast' : 'speed'}>
      <small>{t('speed.title')}</small>
      <meter className="speed-bar" aria-label={t('speed.title')} value={share}>
        {alarms === undefined ? '' : word}
      </meter>
      <small className="speed-word">{fast ? word : ''}</small>
    </div>
  );
}
