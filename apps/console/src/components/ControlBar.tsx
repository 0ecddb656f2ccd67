import { OPERATING_POINTS } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { useConsole, useNow, useSession } from './context.js';
import { clockText } from './format.js';
import { Icon } from './Icon.js';

interface ControlBarProps {
  readonly full: boolean;
  readonly onFull: () => void;
  readonly onEnd: () => void;
}

/** What the doctor does during the examination. Every button has a key as well. */
export function ControlBar({ full, onFull, onEnd }: ControlBarProps) {
  const { t } = useTranslation();
  const session = useSession();
  const running = useConsole((state) => state.exam.status === 'running');
  const playing = useConsole((state) => 'ended' in state.source && !state.source.ended);
  const frozen = useConsole((state) => state.frozen !== null);
  const photos = useConsole((state) => state.photoBook.length);
  const waiting = useConsole((state) => state.photos.waiting);
  const sound = useConsole((state) => state.sound);
  return (
    <footer className="control-bar">
      <button type="button" className="main" disabled={!running} onClick={() => void session.photo()}>
        <Icon name="camera" />
        {t('photo.take')}
        {photos > 0 && <span className="count">{photos}</span>}
        {waiting > 0 && <span className="warn">{t('photo.waitingCount', { count: waiting })}</span>}
      </button>
      <button
        type="button"
        disabled={!playing && !frozen}
        aria-pressed={frozen}
        onClick={() => void session.toggleFreeze()}
      >
        <Icon name={frozen ? 'play' : 'freeze'} />
        {frozen ? t('freeze.off') : t('freeze.on')}
      </button>
      <RecordButton disabled={!running} />
      <OperatingPointSwitch />
      <button type="button" aria-pressed={sound} onClick={() => session.setSound(!sound)}>
        <Icon name={sound ? 'sound' : 'mute'} />
        {sound ? t('sound.on') : t('sound.off')}
      </button>
      <button type="button" onClick={onFull}>
        <Icon name="full" />
        {full ? t('full.leave') : t('full.enter')}
      </button>
      <button type="button" className="end" disabled={!running} onClick={onEnd}>
        <Icon name="stop" />
        {t('exam.end')}
      </button>
    </footer>
  );
}

function RecordButton({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  const now = useNow(500);
  const since = useConsole((state) => state.recordingSince);
  return (
    <button
      type="button"
      className={since === null ? 'record' : 'record on'}
      disabled={disabled}
      aria-pressed={since !== null}
      onClick={() => void session.toggleRecording()}
    >
      <Icon name="record" filled />
      {since === null ? t('record.start') : t('record.stop', { time: clockText(now - since) })}
    </button>
  );
}

function OperatingPointSwitch() {
  const { t } = useTranslation();
  const session = useSession();
  const chosen = useConsole((state) => state.operatingPoint);
  return (
    <fieldset className="switch">
      <legend className="sr-only">{t('switch.title')}</legend>
      {OPERATING_POINTS.map((point) => (
        <button
          key={point}
          type="button"
          aria-pressed={chosen === point}
          onClick={() => session.setOperatingPoint(point)}
        >
          {t(`switch.${point}`)}
        </button>
      ))}
    </fieldset>
  );
}
