import { useTranslation } from 'react-i18next';
import { placeText } from '../live/words.js';
import type { Language } from '../messages/i18n.js';

/** The places still without a photo, in a few lines; nothing where none is missing. */
export function MissingPhotos({ missing }: { missing: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const names = missing.map((place) => placeText(place, i18n.language as Language));
  if (names.length === 0) return null;
  const words = t('photos.missing', { places: names.join(' · ') });
  return (
    <p className="quiet missing" title={words}>
      {words}
    </p>
  );
}
