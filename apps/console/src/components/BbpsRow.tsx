import type { BbpsScore } from '@haustra/clinical';
import { COLON_REGIONS, type ColonRegion, type Standing } from '@haustra/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from './context.js';
import type { ToolProps } from './tool.js';
import { usePickKeys } from './use-pick-keys.js';

const SCORES = [0, 1, 2, 3] as const satisfies readonly BbpsScore[];

/** The preparation by region: what holds, the doctor's score beside the engine's, and the choice of the doctor's. */
export function BbpsRow({ standing, tool, onTool }: ToolProps & { standing: Standing }) {
  const { t } = useTranslation();
  const session = useSession();
  const { bbps, bbpsBy, region: here } = standing;
  const [chosen, setChosen] = useState<ColonRegion | null>(null);
  const open = tool === 'bbps';
  const region = chosen ?? here ?? COLON_REGIONS.find((one) => bbps[one] === null) ?? 'right';
  const close = () => {
    setChosen(null);
    onTool(null);
  };
  const say = (score: BbpsScore | null) => {
    session.words.overruleBbps(region, score);
    close();
  };
  usePickKeys(
    open,
    (code) => {
      const score = SCORES.find((one) => code === `Digit${one}` || code === `Numpad${one}`);
      const step = code === 'ArrowRight' ? 1 : code === 'ArrowLeft' ? -1 : 0;
      if (score !== undefined) say(score);
      else if (code === 'Backspace' || code === 'Delete') say(null);
      else if (step !== 0) setChosen(COLON_REGIONS.at((COLON_REGIONS.indexOf(region) + step) % 3) ?? region);
      else return false;
      return true;
    },
    close,
  );
  const engineText = (one: ColonRegion) => bbpsBy?.[one].engine ?? '–';
  return (
    <>
      <dl className="standing-bbps">
        <dt>BBPS</dt>
        {COLON_REGIONS.map((one) => {
          const mine = (bbpsBy?.[one].doctor ?? null) !== null;
          return (
            <dd key={one} className={one === here ? 'here' : ''}>
              <button
                type="button"
                aria-expanded={open && one === region}
                title={`${t('bbps.score', { region: t(`region.${one}`) })} (G)`}
                onClick={() => {
                  setChosen(one);
                  onTool(open && one === region ? null : 'bbps');
                }}
              >
                <small>{t(`bbps.${one}`)}</small>
                {bbps[one] ?? '–'}
                {mine && <small className="mine">{t('bbps.mine', { engine: engineText(one) })}</small>}
              </button>
            </dd>
          );
        })}
      </dl>
      {open && (
        <fieldset className="picks bbps-picks">
          <legend>
            {t('bbps.score', { region: t(`region.${region}`) })}{' '}
            <small className="pick-hint">{t('key.close')}</small>
          </legend>
          {SCORES.map((score) => (
            <button
              key={score}
              type="button"
              title={t(`bbps.${score}`)}
              aria-pressed={bbpsBy?.[region].doctor === score}
              onClick={() => say(score)}
            >
              <kbd>{score}</kbd>
            </button>
          ))}
          <button type="button" title={`${t('bbps.takeBackHint')} (⌫)`} onClick={() => say(null)}>
            <kbd>⌫</kbd>{' '}
            <small>
              {t('bbps.takeBack')}: {engineText(region)}
            </small>
          </button>
        </fieldset>
      )}
    </>
  );
}
