import { placedPhotos, UPPER_PLACES } from '@haustra/clinical';
import type { Standing } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { useConsole } from './context.js';
import { clockText } from './format.js';

/** A gastroscopy so far: how long it was looked, and how many of its sites are documented. */
export function UpperStanding({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const { inBodyMs } = standing;
  const book = useConsole((state) => state.photoBook);
  const placed = new Set(placedPhotos(book).map(({ place }) => place));
  const done = UPPER_PLACES.filter(({ id }) => placed.has(id)).length;
  return (
    <section className="standing upper" aria-label={t('upper.title')}>
      <dl className="standing-clocks">
        <div>
          <dt>{t('upper.time')}</dt>
          <dd>{typeof inBodyMs === 'number' ? clockText(inBodyMs) : '–'}</dd>
        </div>
        <div>
          <dt>{t('upper.sites')}</dt>
          <dd>
            {done} / {UPPER_PLACES.length}
          </dd>
        </div>
      </dl>
      <p className="quiet">{t('upper.hint')}</p>
    </section>
  );
}
