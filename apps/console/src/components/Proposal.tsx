import { CAECUM_PICTURE, type KeptPhoto } from '@haustra/clinical';
import { useTranslation } from 'react-i18next';
import { placeText } from '../live/words.js';
import type { Language } from '../messages/i18n.js';
import { useConsole, useSession } from './context.js';

interface ProposalProps {
  readonly photo: KeptPhoto & { readonly place: string };
  readonly onShow: (photo: KeptPhoto) => void;
}

const CAECUM_PARTS = ['appendiceal-orifice', 'ileocaecal-valve'] as const;

/**
 * The picture that the engine has just taken by itself, for a yes or no: until then it documents nothing. Of the caecum
 * the engine cannot tell which part it shows; that is asked.
 */
export function Proposal({ photo, onShow }: ProposalProps) {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const exam = useConsole((state) => state.exam.id);
  const { file, place } = photo;
  const name = (id: string) => placeText(id, i18n.language as Language);
  return (
    <div className="proposal">
      <button type="button" className="plain" onClick={() => onShow(photo)}>
        <img src={`/api/exams/${encodeURIComponent(exam ?? '')}/${file}`} alt={name(place)} />
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
