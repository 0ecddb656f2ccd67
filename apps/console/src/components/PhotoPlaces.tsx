import { type KeptPhoto, type PhotoPlace, photoOf, photoPlaces } from '@haustra/clinical';
import type { Organ } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { placeText } from '../live/words.js';
import type { MessageKey } from '../messages/en.js';
import type { Language } from '../messages/i18n.js';
import { pickLetter } from '../state/photo-pick.js';

interface PhotoPlacesProps {
  readonly organ: Organ | null;
  readonly book: readonly KeptPhoto[];
  /** The letters of the places are shown. */
  readonly picking: boolean;
  readonly onPick: (place: string) => void;
  readonly onShow: (photo: KeptPhoto) => void;
}

/** The places of the checklist: a list in a colonoscopy, parts by walls in a gastroscopy. */
export function PhotoPlaces(props: PhotoPlacesProps) {
  return props.organ === 'upper' ? <Sites {...props} /> : <Stretches {...props} />;
}

function Stretches(props: PhotoPlacesProps) {
  const { i18n } = useTranslation();
  return (
    <ol className="places">
      {photoPlaces(props.organ).map((place, i) => (
        <li key={place.id}>
          <PlaceButton
            place={place}
            index={i}
            text={placeText(place.id, i18n.language as Language)}
            {...props}
          />
        </li>
      ))}
    </ol>
  );
}

/** A row a part of the stomach, its walls beside one another. */
function Sites(props: PhotoPlacesProps) {
  const { t } = useTranslation();
  const sites = photoPlaces('upper').map((place, index) => ({ place, index, ...partOf(place.id) }));
  const parts = [...new Set(sites.map(({ part }) => part))];
  return (
    <ol className="sites">
      {parts.map((part) => (
        <li key={part}>
          <span>{t(`part.${part}` as MessageKey as 'part.antrum')}</span>
          {sites
            .filter((site) => site.part === part)
            .map(({ place, index, wall }) => (
              <PlaceButton
                key={place.id}
                place={place}
                index={index}
                text={t(`wall.${wall}` as MessageKey as 'wall.lesser')}
                {...props}
              />
            ))}
        </li>
      ))}
    </ol>
  );
}

function partOf(site: string): { readonly part: string; readonly wall: string } {
  const at = site.lastIndexOf('-');
  return { part: site.slice(0, at), wall: site.slice(at + 1) };
}

interface PlaceButtonProps extends PhotoPlacesProps {
  readonly place: PhotoPlace;
  readonly index: number;
  readonly text: string;
}

/** One place: click it to take its photo, or to look at the one that is there. */
function PlaceButton({ place, index, text, organ, book, picking, onPick, onShow }: PlaceButtonProps) {
  const { t, i18n } = useTranslation();
  const photo = photoOf(book, place.id);
  const by = photo?.author === 'engine' ? t('photos.byEngine') : t('photos.byDoctor');
  const hint = photo
    ? t(photo.confirmed ? 'photos.show' : 'photos.showProposed', { by })
    : t(place.byEngine ? 'photos.take' : 'photos.takeByKey');
  // In a gastroscopy all are the doctor's, which need not be said of each.
  const sign = photo ? (photo.confirmed ? '✓' : '?') : place.byEngine || organ === 'upper' ? '○' : '⌨';
  const name = placeText(place.id, i18n.language as Language);
  return (
    <button
      type="button"
      className={`place ${photo ? (photo.confirmed ? 'done' : 'proposed') : ''}`}
      title={`${name}: ${hint}`}
      aria-label={`${name}: ${hint}`}
      onClick={() => (photo ? onShow(photo) : onPick(place.id))}
    >
      {picking && <kbd>{pickLetter(index).text}</kbd>}
      {(photo || !picking || organ !== 'upper') && <i aria-hidden="true">{sign}</i>}
      <span>{text}</span>
      {photo?.author === 'engine' && <small>{by}</small>}
    </button>
  );
}
