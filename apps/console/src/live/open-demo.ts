import { z } from 'zod';
import { en } from '../messages/en.js';
import type { Language } from '../messages/i18n.js';
import { zh } from '../messages/zh.js';
import type { Hello } from '../state/state.js';
import type { LiveSession } from './session.js';
import type { Store } from './store.js';
import { textsOf } from './words.js';

const HealthSchema = z.object({ demo: z.boolean() });
const NAMES = [en['source.demoName'], zh['source.demoName']] as readonly string[];

/**
 * A station started with `--demo` opens on the demonstration, unless a real examination waits to be continued.
 * Does nothing where the station does not answer: the page then shows the choice of a picture.
 */
export async function openDemoIfAsked(session: LiveSession, language: Language): Promise<void> {
  const answer = await fetch('/api/health').catch(() => null);
  const health = HealthSchema.safeParse(await answer?.json().catch(() => null));
  if (!health.success || !health.data.demo) return;
  const { openExams } = await firstHello(session.store);
  if (openExams.some((exam) => !NAMES.includes(exam.source))) return;
  if (session.store.state.source.kind === 'none')
    await session.playDemo(textsOf(language)['source.demoName']);
}

function firstHello(store: Store): Promise<Hello> {
  return new Promise((resolve) => {
    let stop = () => {};
    const look = () => {
      if (!store.state.hello) return;
      stop();
      resolve(store.state.hello);
    };
    stop = store.subscribe(look);
    look();
  });
}
