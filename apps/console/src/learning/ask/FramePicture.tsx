import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLearning } from '../context.js';

export type Sight = 'loading' | 'seen' | 'broken';

interface FramePictureProps {
  readonly src: string;
  /** `ratio` is the picture's width over its height, known once it is seen. */
  readonly onSight: (sight: Sight, ratio: number | null) => void;
}

/** The picture itself. One that could not be loaded is tried again when the station is back. */
export function FramePicture({ src, onSight }: FramePictureProps) {
  const { t } = useTranslation();
  const [{ broken, tries }, setState] = useState({ broken: false, tries: 0 });
  const link = useLearning((learning) => learning.link);
  useEffect(() => {
    if (link === 'open')
      setState((known) => (known.broken ? { broken: false, tries: known.tries + 1 } : known));
  }, [link]);
  if (broken) return <p className="problem">{t('learn.ask.noPicture')}</p>;
  return (
    <img
      key={tries}
      src={src}
      alt={t('learn.ask.picture')}
      draggable={false}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
        onSight('seen', naturalWidth / naturalHeight)
      }
      onError={() => {
        setState((known) => ({ ...known, broken: true }));
        onSight('broken', null);
      }}
    />
  );
}
