import type { Box } from '@haustra/domain';
import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CORNERS, type Grip } from './box.js';
import type { SaidLesion } from './sheet.js';

/** Where a box lies over its picture. */
export const place = ([x, y, w, h]: Box) => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  width: `${w * 100}%`,
  height: `${h * 100}%`,
});

interface LesionBoxProps {
  readonly number: number;
  readonly lesion: SaidLesion;
  readonly chosen: boolean;
  /** Of the model's proposal; null once the doctor said so. */
  readonly score: number | null;
  readonly onGrip: (event: PointerEvent, grip: Grip) => void;
}

/** One box over the picture, dashed while only the model says so; the chosen one can be dragged by its corners. */
export function LesionBox({ number, lesion, chosen, score, onGrip }: LesionBoxProps) {
  const { t } = useTranslation();
  return (
    <div
      className={`ask-box ${score === null ? 'own' : 'proposed'} ${lesion.type} ${chosen ? 'chosen' : ''}`}
      style={place(lesion.box)}
      onPointerDown={(event) => onGrip(event, 'move')}
    >
      <span>
        {number}{' '}
        {score === null
          ? t(`learn.lesionType.${lesion.type}`)
          : t('learn.ask.score', { score: score.toFixed(2) })}
      </span>
      {chosen &&
        CORNERS.map((grip) => (
          <i key={grip} className={grip} onPointerDown={(event) => onGrip(event, grip)} />
        ))}
    </div>
  );
}
