import {
  type KeptPhoto,
  photoChecklist,
  photoOf,
  photoPlaces,
  placedPhotos,
  proposedPhotos,
} from '@haustra/clinical';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { freshProposal, photoToName, pickLetter, proofMissing } from '../state/photo-pick.js';
import { examTime } from '../state/state.js';
import { useConsole, useNow, useSession } from './context.js';
import { MissingPhotos } from './MissingPhotos.js';
import { PhotoPlaces } from './PhotoPlaces.js';
import { PhotoView } from './PhotoView.js';
import { Proposal } from './Proposal.js';
import type { ToolProps } from './tool.js';
import { usePickKeys } from './use-pick-keys.js';

/** Which places are documented, which are missing, and whether the caecum is proved; a place is picked by click or letter. */
export function PhotoChecklist({ tool, onTool }: ToolProps) {
  const { t } = useTranslation();
  const session = useSession();
  const exam = useConsole((state) => state.exam);
  const organ = useConsole((state) => state.view?.organ ?? null);
  const book = useConsole((state) => state.photoBook);
  const [shown, setShown] = useState<string | null>(null);
  const now = useNow(1000);
  const picking = tool === 'photos';
  const places = photoPlaces(organ);
  const close = () => onTool(null);
  const pick = (place: string) => {
    const toName = photoToName(book, examTime(exam, Date.now()) ?? 0);
    if (picking && toName) session.words.placePhoto(toName.file, place);
    else void session.photo(place);
    close();
  };
  usePickKeys(
    picking,
    (code) => {
      const place = places.find((_, i) => pickLetter(i).code === code);
      if (place) pick(place.id);
      return place !== undefined;
    },
    close,
  );
  if (exam.status !== 'running') return null;
  const { missing, caecumProved } = photoChecklist(placedPhotos(book), organ);
  const done = places.filter(({ id }) => photoOf(book, id)?.confirmed).length;
  // The newest is offered above for a while.
  const offered = freshProposal(book, examTime(exam, now) ?? 0);
  const proposed = proposedPhotos(book).filter((one) => one !== offered);
  const unplaced = book.filter(({ place, lesionId }) => place === null && lesionId === null);
  const show = (photo: KeptPhoto | null | undefined) => {
    close();
    setShown(photo?.file ?? null);
  };
  return (
    <section className={picking ? 'checklist picking' : 'checklist'} aria-label={t('photos.title')}>
      <h2>
        <button
          type="button"
          className="plain checklist-head"
          aria-expanded={picking}
          title={`${t('photos.title')} (K)`}
          onClick={() => onTool(picking ? null : 'photos')}
        >
          {t('photos.title')}
          <span className="count">{t('photos.count', { done, all: done + missing.length })}</span>
          <kbd>K</kbd>
        </button>
      </h2>
      {picking && <PickTitle />}
      {caecumProved !== null && (
        <p className={caecumProved ? 'proof proved' : 'proof'}>
          <span aria-hidden="true">{caecumProved ? '✓' : '○'}</span>{' '}
          <Proof missing={missing} proved={caecumProved} />
        </p>
      )}
      {!picking && offered && <Proposal photo={offered} onShow={show} />}
      {(picking || organ === 'upper') && (
        <PhotoPlaces organ={organ} book={book} picking={picking} onPick={pick} onShow={show} />
      )}
      {organ !== 'upper' && (picking ? <Legend /> : <MissingPhotos missing={missing} />)}
      {book.length === 0 && <p className="quiet">{t('photos.empty')}</p>}
      {proposed.length > 0 && (
        <button type="button" className="plain hint to-confirm" onClick={() => show(proposed.at(-1))}>
          {t('photos.proposed', { count: proposed.length })}
        </button>
      )}
      {unplaced.length > 0 && (
        <button type="button" className="plain hint" onClick={() => show(unplaced.at(-1))}>
          {t('photos.unplaced', { count: unplaced.length })}
        </button>
      )}
      {shown !== null && <PhotoView file={shown} organ={organ} onClose={() => setShown(null)} />}
    </section>
  );
}

function Proof({ missing, proved }: { missing: readonly string[]; proved: boolean }) {
  const { t } = useTranslation();
  if (proved) return t('photos.proved');
  const words = {
    both: t('photos.missingBoth'),
    orifice: t('photos.missingOrifice'),
    valve: t('photos.missingValve'),
  };
  return t('photos.notProved', { missing: words[proofMissing(missing)] });
}

/** What the signs before the places mean. */
function Legend() {
  const { t } = useTranslation();
  return (
    <p className="quiet legend">
      ○ {t('photos.legend')} · ⌨ {t('photos.byKeyLegend')}
    </p>
  );
}

/** What the next letter does: it takes a photo, or says what the one just taken shows. */
function PickTitle() {
  const { t } = useTranslation();
  const book = useConsole((state) => state.photoBook);
  const exam = useConsole((state) => state.exam);
  const toName = photoToName(book, examTime(exam, Date.now()) ?? 0);
  return (
    <p className="pick-title">
      {toName ? t('photos.pickName', { number: book.length }) : t('photos.pickTake')}{' '}
      <small className="pick-hint">{t('key.close')}</small>
    </p>
  );
}
