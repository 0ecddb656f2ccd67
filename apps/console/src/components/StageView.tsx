import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole, useSession } from './context.js';
import { SourcePicker } from './SourcePicker.js';
import { Summary } from './Summary.js';

/** The picture area: the layers of the picture, the frozen frame above them, and what stands there without a picture. */
export function StageView({ onFull }: { onFull: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const holder = useRef<HTMLDivElement>(null);
  const source = useConsole((state) => state.source.kind);
  const problem = useConsole((state) => (state.source.kind === 'problem' ? state.source : null));
  const status = useConsole((state) => state.exam.status);
  const frozen = useConsole((state) => state.frozen);
  useEffect(() => {
    holder.current?.append(session.stage.element);
  }, [session]);
  const lost = problem?.problem === 'device-lost' && status === 'running';
  const choosing = source === 'none' || (problem !== null && !lost);
  return (
    <main
      className="stage"
      onDoubleClick={({ target }) => {
        if (target instanceof Element && !target.closest('.home, .summary')) onFull();
      }}
    >
      {/* The last picture of a lost device must not look like a live one. */}
      <div ref={holder} className={`live ${frozen ? 'inset' : ''} ${lost ? 'gone' : ''}`} />
      {frozen && (
        <>
          <img className="frozen" src={frozen.url} alt={t('freeze.mark')} />
          <span className="mark frozen-mark">{t('freeze.mark')}</span>
          <span className="mark live-mark">{t('freeze.live')}</span>
        </>
      )}
      {lost && (
        <p className="problem over-picture" role="alert">
          {t('source.problem.device-lost')}
        </p>
      )}
      <ModeMark />
      {choosing && (
        <div className="home">
          <h1>{t('source.title')}</h1>
          <SourcePicker />
        </div>
      )}
      {status === 'ended' && !choosing && <Summary />}
    </main>
  );
}

/** Says so wherever outlines and picture are not of one frame. */
function ModeMark() {
  const { t } = useTranslation();
  const immediate = useConsole((state) => state.mode === 'immediate');
  const behind = useConsole((state) => state.view?.behindMs ?? null);
  if (!immediate || behind === null) return null;
  return <span className="mark mode-mark">{t('mode.behind', { ms: Math.round(behind) })}</span>;
}
