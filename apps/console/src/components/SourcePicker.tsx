import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CaptureDevice, listDevices } from '../live/sources.js';
import { useConsole, useSession } from './context.js';

/** The choice of the picture, with the offer to continue an examination that was not ended. */
export function SourcePicker({ onChosen }: { onChosen?: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const source = useConsole((state) => state.source);
  const file = useRef<HTMLInputElement>(null);
  const devices = useDevices();
  const named = devices.filter((device) => device.label !== '');
  const choose = (opened: Promise<void>) => {
    session.sound.unlock();
    void opened;
    onChosen?.();
  };
  return (
    <div className="picker">
      {source.kind === 'problem' && (
        <p className="problem" role="alert">
          {t(`source.problem.${source.problem}`, { detail: source.detail })}
        </p>
      )}
      <ResumeOffer />
      <h2>{t('source.devices')}</h2>
      {devices.length === 0 && <p className="quiet">{t('source.noDevices')}</p>}
      <div className="choices">
        {named.map((device, i) => (
          <button
            key={device.id}
            type="button"
            className="device"
            onClick={() => choose(session.playDevice(device.id))}
          >
            {device.label || t('source.device', { number: i + 1 })}
          </button>
        ))}
        {named.length === 0 && devices.length > 0 && (
          <button type="button" className="device" onClick={() => choose(session.playDevice(null))}>
            {t('source.allow')}
            <small>{t('source.allowHint')}</small>
          </button>
        )}
        <button type="button" onClick={() => file.current?.click()}>
          {t('source.file')}
        </button>
        <button type="button" onClick={() => choose(session.playDemo(t('source.demoName')))}>
          {t('source.demo')}
        </button>
      </div>
      <input
        ref={file}
        type="file"
        accept="video/*,.mkv,.avi"
        hidden
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          if (chosen) choose(session.playFile(chosen));
        }}
      />
    </div>
  );
}

/** Capture devices, kept up to date while the picker is open. */
function useDevices(): CaptureDevice[] {
  const [devices, setDevices] = useState<CaptureDevice[]>([]);
  useEffect(() => {
    const look = () => void listDevices().then(setDevices);
    look();
    navigator.mediaDevices?.addEventListener('devicechange', look);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', look);
  }, []);
  return devices;
}

function ResumeOffer() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const open = useConsole((state) => state.hello?.openExams);
  const running = useConsole((state) => state.exam.status === 'running');
  const [chosen, setChosen] = useState<string | null>(null);
  if (!open || open.length === 0 || running) return null;
  return (
    <div className="resume">
      <h2>{t('resume.title')}</h2>
      {open.map((exam) => {
        const time = exam.startedAt
          ? new Date(exam.startedAt).toLocaleTimeString(i18n.language)
          : t('resume.unknownTime');
        return (
          <div key={exam.id} className="resume-row">
            <p>
              {t('resume.text', { source: exam.source, time })}
              {chosen === exam.id && <strong> {t('resume.chosen')}</strong>}
            </p>
            <button
              type="button"
              aria-pressed={chosen === exam.id}
              onClick={() => {
                const next = chosen === exam.id ? null : exam.id;
                setChosen(next);
                session.resumeWith(next);
              }}
            >
              {t('resume.continue')}
            </button>
          </div>
        );
      })}
    </div>
  );
}
