import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readPreferences, writePreferences } from '../live/preferences.js';
import { Chip } from './Chip.js';
import { ControlBar } from './ControlBar.js';
import { CoverageMap } from './CoverageMap.js';
import { useConsole, useSession } from './context.js';
import { Diagnostics } from './Diagnostics.js';
import { EndDialog } from './EndDialog.js';
import { Help } from './Help.js';
import { LesionStrip } from './LesionStrip.js';
import { Notices } from './Notices.js';
import { PhotoChecklist } from './PhotoChecklist.js';
import { Settings } from './Settings.js';
import { StageView } from './StageView.js';
import { Standing } from './Standing.js';
import { type OpenPanel, TopBar } from './TopBar.js';
import type { Tool } from './tool.js';
import { useCommands } from './use-commands.js';

function toggleFull(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
}

/**
 * The live page. It stays mounted while another page is shown (`aside`), so that a running examination goes on: the
 * picture is then small in a corner, and all else is hidden.
 */
export function LivePage({ aside }: { aside: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  const running = useConsole((state) => state.exam.status === 'running');
  const [panel, setPanel] = useState<OpenPanel | 'end'>(null);
  const [diagnostics, setDiagnostics] = useState(false);
  const [wall, setWall] = useState(() => readPreferences().wall);
  const [photoKeys, setPhotoKeys] = useState<readonly string[]>(() => readPreferences().photoKeys);
  const [tool, setTool] = useState<Tool>(null);
  const full = useFullScreen();
  const page = useMemo(
    () => ({
      full: toggleFull,
      diagnostics: () => setDiagnostics((shown) => !shown),
      help: () => setPanel((open) => (open === 'help' ? null : 'help')),
      checklist: () => setTool((open) => (open === 'photos' ? null : 'photos')),
      bbps: () => setTool((open) => (open === 'bbps' ? null : 'bbps')),
      where: () => setTool((open) => (open === 'where' ? null : 'where')),
      wall: () => setWall((shown) => writePreferences({ wall: !shown }).wall),
    }),
    [],
  );
  useCommands(session, photoKeys, page, aside);
  useEffect(() => {
    if (aside || !running) setTool(null);
  }, [aside, running]);
  const close = () => setPanel(null);
  const rememberKeys = (keys: string[]) => {
    writePreferences({ photoKeys: keys });
    setPhotoKeys(keys);
  };
  return (
    <div className={aside ? `page aside ${running ? '' : 'idle'}` : 'page'} inert={aside}>
      <TopBar onPanel={setPanel} onDiagnostics={page.diagnostics} />
      <StageView onFull={toggleFull} />
      <aside className="side">
        <Chip />
        <Standing tool={tool} onTool={setTool} />
        {/* A choice among many places needs the room. */}
        {wall && tool !== 'photos' && <CoverageMap />}
        <PhotoChecklist tool={tool} onTool={setTool} />
        <LesionStrip />
        <p className="disclaimer">{t('app.disclaimer')}</p>
      </aside>
      <ControlBar full={full} onFull={toggleFull} onEnd={() => setPanel('end')} />
      {diagnostics && <Diagnostics />}
      <Notices />
      {panel === 'help' && <Help photoKeys={photoKeys} onClose={close} />}
      {panel === 'settings' && <Settings photoKeys={photoKeys} onPhotoKeys={rememberKeys} onClose={close} />}
      {panel === 'end' && <EndDialog onClose={close} />}
    </div>
  );
}

function useFullScreen(): boolean {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const change = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', change);
    return () => document.removeEventListener('fullscreenchange', change);
  }, []);
  return full;
}
