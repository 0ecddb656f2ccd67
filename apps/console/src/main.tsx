import './plain-schemas.js';
import { createRoot } from 'react-dom/client';
import { App } from './components/App.js';
import { SessionContext } from './components/context.js';
import { LearningApi } from './learning/api/client.js';
import { DeskContext } from './learning/context.js';
import { LearningDesk } from './learning/desk.js';
import { exposeDiagnostics } from './live/diagnostics-object.js';
import { openDemoIfAsked } from './live/open-demo.js';
import { browserStorage, readPreferences } from './live/preferences.js';
import { LiveSession } from './live/session.js';
import { startTexts } from './messages/i18n.js';
import './styles/base.css';
import './styles/layout.css';
import './styles/stage.css';
import './styles/summary.css';
import './styles/side.css';
import './styles/checklist.css';
import './styles/coverage.css';
import './styles/panels.css';
import './styles/learning.css';
import './styles/learning-round.css';
import './styles/learning-ask.css';
import './styles/learning-tables.css';
import './styles/small.css';

const preferences = readPreferences();
startTexts(preferences.language);
const session = new LiveSession(preferences);
const desk = new LearningDesk(
  new LearningApi(),
  browserStorage(),
  () => readPreferences().doctor ?? undefined,
);
exposeDiagnostics(session.store);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with id "root"');
createRoot(root).render(
  <SessionContext value={session}>
    <DeskContext value={desk}>
      <App />
    </DeskContext>
  </SessionContext>,
);

void openDemoIfAsked(session, preferences.language);
