import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { freeForPhoto } from '../live/keys.js';
import type { Language } from '../messages/i18n.js';
import { useConsole, useSession } from './context.js';
import { keyText } from './format.js';
import { Panel } from './Panel.js';
import { TrainingChoice } from './TrainingChoice.js';

interface SettingsProps {
  readonly photoKeys: readonly string[];
  readonly onPhotoKeys: (keys: string[]) => void;
  readonly onClose: () => void;
}

/** How frames and outlines are shown, how loud it is, and the keys of foot pedals. */
export function Settings({ photoKeys, onPhotoKeys, onClose }: SettingsProps) {
  const { t } = useTranslation();
  return (
    <Panel title={t('settings.title')} onClose={onClose}>
      <ModeChoice />
      <Loudness />
      <TrainingChoice />
      <PhotoKeys keys={photoKeys} onKeys={onPhotoKeys} />
    </Panel>
  );
}

function ModeChoice() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const chosen = useConsole((state) => state.mode);
  return (
    <fieldset className="modes">
      <legend>{t('mode.title')}</legend>
      {(['paired', 'immediate'] as const).map((mode) => (
        <label key={mode}>
          <input
            type="radio"
            name="mode"
            checked={chosen === mode}
            onChange={() => session.setMode(mode, i18n.language as Language)}
          />
          <span>
            <strong>{t(`mode.${mode}`)}</strong>
            <small>{t(`mode.${mode}Hint`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Loudness() {
  const { t } = useTranslation();
  const session = useSession();
  const sound = useConsole((state) => state.sound);
  const volume = useConsole((state) => state.volume);
  return (
    <fieldset className="loudness">
      <legend>{t('settings.volume')}</legend>
      <div className="choices row">
        <input
          type="range"
          min={0.1}
          max={1}
          step={0.1}
          value={volume}
          disabled={!sound}
          aria-label={t('settings.volume')}
          onChange={({ target }) => session.setVolume(Number(target.value))}
        />
        <button type="button" disabled={!sound} onClick={() => session.trySound()}>
          {t('settings.volumeTry')}
        </button>
        {!sound && <span className="quiet">{t('sound.off')} (S)</span>}
      </div>
    </fieldset>
  );
}

function PhotoKeys({ keys, onKeys }: { keys: readonly string[]; onKeys: (keys: string[]) => void }) {
  const { t } = useTranslation();
  const [waiting, setWaiting] = useState(false);
  const [taken, setTaken] = useState<string | null>(null);
  useEffect(() => {
    if (!waiting) return;
    const listen = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      setWaiting(false);
      if (event.code === 'Escape' || keys.includes(event.code)) return;
      if (freeForPhoto(event.code)) onKeys([...keys, event.code]);
      else setTaken(event.code);
    };
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, [waiting, keys, onKeys]);
  return (
    <fieldset className="photo-keys">
      <legend>{t('settings.photoKeys')}</legend>
      <p className="quiet">{t('settings.photoKeysHint')}</p>
      <div className="choices row">
        {keys.map((key) => (
          <button
            key={key}
            type="button"
            title={t('settings.removeKey', { key: keyText(key) })}
            onClick={() => onKeys(keys.filter((other) => other !== key))}
          >
            <kbd>{keyText(key)}</kbd> ✕
          </button>
        ))}
        <button
          type="button"
          onClick={() => {
            setTaken(null);
            setWaiting(true);
          }}
        >
          {waiting ? t('settings.pressKey') : t('settings.addKey')}
        </button>
      </div>
      {taken !== null && <p className="problem">{t('settings.keyTaken', { key: keyText(taken) })}</p>}
    </fieldset>
  );
}
