import { CAECUM_PICTURE, type KeptPhoto } from '@haustra/clinical';
import { useTranslation } from 'react-i18next';
import { placeText } from '../live/words.js';
import type { Language } from '../messages/i18n.js';
import { freshProposal } from '../state/photo-pick.js';
import { examTime } from '../state/state.js';
import { useConsole, useNow, useSession } from './context.js';

const CAECUM_PARTS = ['appendiceal-orifice', 'ileocaecal-valve'] as const;

/**
 * The picture that the engine has just taken by itself, for a yes or no: until then it documents nothing. Of the caecum
 * the engine cannot tell which part it shows; that is asked.
 */
export function Proposal({ onShow }: { onShow: (photo: KeptPhoto) => void }) {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const now = useNow(1000);
  const exam = useConsole((state) => state.exam);
  const book = useConsole((state) => state.photoBook);
  const photo = freshProposal(book, examTime(exam, now) ?? 0);
  if (photo === null) return null;
  const { file, place } = photo;
  const name = (id: string) => placeText(id, i18n.language as Language);
  return (
    <div className="proposal">
      <button type="button" className="plain" onClick={() => onShow(photo)}>
        <img src={`/api/exams/${encodeURIComponent(exam.id ?? '')}/${file}`} alt={name(place)} />
      </button>
      <div>
        <p>{place === CAECUM_PICTURE ? t('photos.which') : t('photos.isIt', { place: name(place) })}</p>
        <p className="answers">
          {place === CAECUM_PICTURE ? (
            CAECUM_PARTS.map((part) => (
              <button key={part} type="button" onClick={() => session.words.placePhoto(file, part)}>
                {name(part)}
              </button>
            ))
          ) : (
            <button type="button" onClick={() => session.words.placePhoto(file, place)}>
              <kbd>Y</kbd> {t('photos.yes')}
            </button>
          )}
          <button type="button" onClick={() => session.words.dropPhoto(file)}>
            {t('photos.no')}
          </button>
        </p>
      </div>
    </div>
  );
}
