import { CAECUM_PICTURE, photoPlaces } from '@haustra/clinical';
import type { Organ } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { placeText } from '../live/words.js';
import type { Language } from '../messages/i18n.js';
import { useConsole, useSession } from './context.js';
import { clockText } from './format.js';
import { Panel } from './Panel.js';

interface PhotoViewProps {
  /** Name within the examination's folder. */
  readonly file: string;
  readonly organ: Organ | null;
  readonly onClose: () => void;
}

/** A photo of the examination: who took it, what it shows (which the doctor may say), and dropping it. */
export function PhotoView({ file, organ, onClose }: PhotoViewProps) {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const exam = useConsole((state) => state.exam.id);
  const photo = useConsole((state) => state.photoBook.find((one) => one.file === file));
  const language = i18n.language as Language;
  const title = placeText(photo?.place ?? null, language) || t('photos.showsNothing');
  return (
    <Panel title={title} onClose={onClose} wide>
      {photo === undefined ? (
        <p>{t('photos.none')}</p>
      ) : (
        <>
          <img
            className="large-still"
            src={`/api/exams/${encodeURIComponent(exam ?? '')}/${file}`}
            alt={title}
          />
          <div className="photo-words">
            <label>
              {t('photos.shows')}{' '}
              <select
                value={photo.place ?? ''}
                onChange={({ target }) => session.words.placePhoto(file, target.value || null)}
              >
                <option value="">{t('photos.showsNothing')}</option>
                {photo.place === CAECUM_PICTURE && (
                  <option value={CAECUM_PICTURE}>{placeText(CAECUM_PICTURE, language)}</option>
                )}
                {photoPlaces(organ).map(({ id }) => (
                  <option key={id} value={id}>
                    {placeText(id, language)}
                  </option>
                ))}
              </select>
            </label>
            <span className="quiet">
              {t(photo.author === 'engine' ? 'photos.byEngine' : 'photos.byDoctor')} ·{' '}
              {t('photos.at', { time: clockText(photo.atMs) })}
            </span>
            {photo.place !== null && photo.place !== CAECUM_PICTURE && !photo.confirmed && (
              <button
                type="button"
                className="main"
                onClick={() => {
                  session.words.placePhoto(file, photo.place);
                  onClose();
                }}
              >
                {t('photos.yes')}
              </button>
            )}
            <button
              type="button"
              className="end"
              title={t('photos.dropHint')}
              onClick={() => {
                session.words.dropPhoto(file);
                onClose();
              }}
            >
              {t('photos.drop')}
            </button>
          </div>
        </>
      )}
    </Panel>
  );
}
