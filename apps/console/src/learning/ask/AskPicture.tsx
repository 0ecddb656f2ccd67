import type { Box } from '@haustra/domain';
import { type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boxBetween, dragged, type Grip, type Point } from './box.js';
import { FramePicture, type Sight } from './FramePicture.js';
import { LesionBox, place } from './LesionBox.js';
import { type Sheet, shownLesions } from './sheet.js';
import type { Sketch } from './sketch.js';

interface AskPictureProps {
  readonly src: string;
  readonly sheet: Sheet;
  readonly sketch: Sketch | null;
  readonly onSketch: (sketch: Sketch | null) => void;
  readonly onKeep: (sketch: Sketch) => void;
  readonly onChoose: (at: number | null) => void;
  /** Nothing can be said of a picture that is not on the screen. */
  readonly onSight: (sight: Sight) => void;
}

/** What the pointer is doing: drawing a new box from a corner, or dragging one. */
type Drag = { readonly from: Point } & (
  | { readonly at: null }
  | { readonly at: number; readonly grip: Grip; readonly box: Box }
);

/** The picture, large, with its boxes. Dragging on the picture draws a box; dragging a chosen box or its corner changes it. */
export function AskPicture(props: AskPictureProps) {
  const { src, sheet, sketch, onSketch, onKeep, onChoose, onSight } = props;
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const [ratio, setRatio] = useState(4 / 3);
  const [sight, setSight] = useState<Sight>('loading');
  const drag = useRef<Drag | null>(null);
  const own = sheet.said.lesions !== null;
  const lesions = shownLesions(sheet);

  const pointOf = (event: PointerEvent): Point => {
    const box = area.current?.getBoundingClientRect();
    return box
      ? { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }
      : { x: 0, y: 0 };
  };
  const take = (event: PointerEvent, what: Drag) => {
    if (event.button !== 0 || sight !== 'seen') return;
    event.preventDefault();
    event.stopPropagation();
    drag.current = what;
    area.current?.setPointerCapture(event.pointerId);
  };
  const sketchAt = (point: Point): Sketch | null => {
    const now = drag.current;
    if (now === null) return null;
    if (now.at === null) {
      const box = boxBetween(now.from, point);
      return box ? { at: null, box } : null;
    }
    return {
      at: now.at,
      box: dragged(now.box, now.grip, { x: point.x - now.from.x, y: point.y - now.from.y }),
    };
  };
  const drop = (event: PointerEvent) => {
    const drawn = sketchAt(pointOf(event));
    const was = drag.current;
    drag.current = null;
    if (was === null) return;
    const before = was.at === null ? null : was.box;
    const unmoved = before !== null && drawn?.box.every((side, i) => side === before[i]);
    if (drawn === null || unmoved === true) {
      onSketch(null);
      onChoose(was.at);
    } else onKeep(drawn);
  };
  return (
    <div className="ask-frame">
      <div
        ref={area}
        className="ask-picture"
        data-sight={sight}
        style={{ width: `min(100cqw, calc(100cqh * ${ratio}))`, aspectRatio: `${ratio}` }}
        onPointerDown={(event) => take(event, { from: pointOf(event), at: null })}
        onPointerMove={(event) => {
          if (drag.current !== null) onSketch(sketchAt(pointOf(event)));
        }}
        onPointerUp={drop}
        onPointerCancel={() => {
          drag.current = null;
          onSketch(null);
        }}
      >
        <FramePicture
          src={src}
          onSight={(next, shape) => {
            setSight(next);
            if (shape !== null) setRatio(shape);
            onSight(next);
          }}
        />
        {sight !== 'broken' &&
          lesions.map((lesion, i) =>
            sketch?.at === i ? null : (
              <LesionBox
                // Boxes have no name of their own; their place in the list is what the doctor counts.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                key={i}
                number={i + 1}
                lesion={lesion}
                chosen={sheet.chosen === i}
                score={own ? null : (sheet.proposed[i]?.score ?? null)}
                onGrip={(event, grip) => take(event, { from: pointOf(event), at: i, grip, box: lesion.box })}
              />
            ),
          )}
        {sketch && <div className="ask-box sketch" style={place(sketch.box)} />}
        {sketch && drag.current === null && <p className="sketch-words">{t('learn.ask.sketch')}</p>}
      </div>
    </div>
  );
}
