import { COLON_SEGMENTS, type ColonPlace, type Standing } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import type { MessageKey } from '../messages/en.js';
import { useSession } from './context.js';
import type { ToolProps } from './tool.js';
import { usePickKeys } from './use-pick-keys.js';

/** What can be said, in the order of its numbers; the transverse colon is a segment and a region at once. */
const PLACES: readonly ColonPlace[] = [...COLON_SEGMENTS, 'right', 'left'];

function nameOf(place: ColonPlace): MessageKey {
  if (place === 'caecum' || place === 'right' || place === 'left') return `where.${place}`;
  return `place.${place}`;
}

/** Where the scope is held to be, and the doctor's word on it. */
export function WhereChoice({ standing, tool, onTool }: ToolProps & { standing: Standing }) {
  const { t } = useTranslation();
  const session = useSession();
  const open = tool === 'where';
  const close = () => onTool(null);
  const say = (place: ColonPlace) => {
    session.words.correctPlace(place);
    close();
  };
  usePickKeys(
    open,
    (code) => {
      const place = PLACES[Number(/^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? 0) - 1];
      if (place) say(place);
      return place !== undefined;
    },
    close,
  );
  const { region, segment } = standing;
  const here = segment ? nameOf(segment) : region ? (`region.${region}` as const) : 'standing.whereUnknown';
  return (
    <>
      <button
        type="button"
        className="where"
        aria-expanded={open}
        title={`${t('where.say')} (H)`}
        onClick={() => onTool(open ? null : 'where')}
      >
        {t(here)}
      </button>
      {open && (
        <fieldset className="picks">
          <legend>
            {t('where.title')} <small className="pick-hint">{t('key.close')}</small>
          </legend>
          {PLACES.map((place, i) => (
            <button key={place} type="button" aria-pressed={place === segment} onClick={() => say(place)}>
              <kbd>{i + 1}</kbd> {t(nameOf(place))}
            </button>
          ))}
        </fieldset>
      )}
    </>
  );
}
